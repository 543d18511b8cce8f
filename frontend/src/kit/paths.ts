const e = encodeURIComponent;

/** Every address of the application; links are written with these, never by hand. */
export const paths = {
  home: () => '/',
  operatorDetails: () => '/operator/details',
  startAssessment: () => '/assessments/new',
  assessment: (id: string) => `/assessments/${e(id)}`,
  control: (id: string, controlId: string, partId?: string | null) =>
    `/assessments/${e(id)}/controls/${e(controlId)}${partId ? `?part=${e(partId)}` : ''}`,
  check: (id: string) => `/assessments/${e(id)}/check`,
  approval: (id: string) => `/assessments/${e(id)}/approval`,
  release: (id: string) => `/assessments/${e(id)}/release`,
  score: (id: string) => `/assessments/${e(id)}/score`,
  plan: (id: string) => `/assessments/${e(id)}/plan`,
  compare: (id: string, earlierId?: string | null) =>
    `/assessments/${e(id)}/compare${earlierId ? `?with=${e(earlierId)}` : ''}`,
  carryOver: (id: string) => `/assessments/${e(id)}/carry-over`,
  coverage: (id: string) => `/assessments/${e(id)}/coverage`,
  discussion: (id: string) => `/assessments/${e(id)}/discussion`,
  thread: (id: string, controlId: string, threadId: string, partId?: string | null) =>
    `/assessments/${e(id)}/controls/${e(controlId)}?thread=${e(threadId)}${partId ? `&part=${e(partId)}` : ''}`,
  events: (id: string) => `/assessments/${e(id)}/events`,
  workbook: (id: string) => `/assessments/${e(id)}/workbook`,
  workbookFile: (id: string, language: string) =>
    `/assessments/${e(id)}/workbook.xlsx?language=${e(language)}`,
  work: () => '/work',
  team: (id: string, which?: string, person?: string | null) => {
    const asked = new URLSearchParams();
    if (which) asked.set('which', which);
    if (person) asked.set('person', person);
    return `/assessments/${e(id)}/team${which ? `?${asked.toString()}` : ''}`;
  },
  assign: (id: string) => `/assessments/${e(id)}/assign`,
  submissions: () => '/submissions',
  submission: (id: string) => `/submissions/${e(id)}`,
  differences: (id: string, before?: string | null) =>
    `/submissions/${e(id)}/differences${before ? `?before=${e(before)}` : ''}`,
  submissionFile: (id: string, ending: string) => `/submissions/${e(id)}.${ending}`,
  receipt: (id: string) => `/submissions/${e(id)}/receipt.jws`,
  importSubmission: () => '/submissions/import',
  trusted: () => '/submissions/trusted-installations',
  verify: (digest?: string) => `/verify${digest ? `#${e(digest)}` : ''}`,
  sealKeys: () => '/seal/key.pem',
  sealHead: () => '/seal/head.jws',
  annex: (profileId: string, form: 'pdf' | 'html', language: string, assessmentId?: string) => {
    const asked = new URLSearchParams({ language });
    if (assessmentId) asked.set('assessment', assessmentId);
    return `/profiles/${e(profileId)}/annex.${form}?${asked.toString()}`;
  },
  statistics: () => '/statistics',
  proceeding: (id: string) => `/submissions/${e(id)}/authority`,
  case: (id: string) => `/cases/${e(id)}`,
  caseControl: (id: string, controlId: string, view = 'all') =>
    `/cases/${e(id)}/controls/${e(controlId)}${view === 'all' ? '' : `?show=${e(view)}`}`,
  caseDecision: (id: string, kind: 'return' | 'acknowledge' | 'close') =>
    `/cases/${e(id)}/decide/${kind}`,
  reviewPolicy: (authorityId: string) => `/review-policy/${e(authorityId)}`,
  desk: () => '/desk',
  deskFile: (form: 'csv' | 'jsonl') => `/desk/cases.${form}`,
  requests: () => '/desk/requests',
  newRequest: () => '/desk/requests/new',
  request: (id: string) => `/desk/requests/${e(id)}`,
  editRequest: (id: string) => `/desk/requests/${e(id)}/edit`,
  received: (caseId: string) => `/requests/${e(caseId)}`,
  register: () => '/register',
  entities: () => '/register/entities',
  entity: (id: string) => `/register/entities/${e(id)}`,
  importEntities: () => '/register/import',
  registerFile: () => '/register/entities.csv',
  registerTemplate: () => '/register/template.csv',
  changes: () => '/register/changes',
  change: (id: string) => `/register/changes/${e(id)}`,
  registration: () => '/operator/registration',
  changeNotice: () => '/operator/change-notice',
  registeredOperator: (id: string) => `/register/${e(id)}`,
  tokens: () => '/tokens',
  members: () => '/team/members',
  account: () => '/account',
  /** The secret stands behind the #: it reaches no server's log. */
  join: (secret: string) => `/join#${e(secret)}`,
  inbox: () => '/inbox',
  inboxSettings: () => '/inbox/settings',
  unsubscribe: (token: string) => `/unsubscribe/${e(token)}`,
  explorer: () => '/graphql',
} as const;
