import { route } from '$/kit/router.svelte';

/** The pages by address; the first that fits wins. */
export const routes = [
  route('/', () => import('./HomePage.svelte')),
  route('/operator/details', () => import('$/features/operators/EditOperatorPage.svelte')),
  route('/assessments/new', () => import('$/features/assessments/StartPage.svelte')),
  route('/assessments/:assessmentId', () => import('$/features/assessments/TaskListPage.svelte'), {
    withScore: true,
  }),
  route(
    '/assessments/:assessmentId/controls/:controlId',
    () => import('$/features/responses/ControlPage.svelte'),
    { withScore: true },
  ),
  route('/work', () => import('$/features/work/MyWorkPage.svelte')),
  route('/assessments/:assessmentId/team', () => import('$/features/work/TeamPage.svelte')),
  route('/assessments/:assessmentId/assign', () => import('$/features/work/AssignPage.svelte')),
  route('/assessments/:assessmentId/check', () => import('$/features/release/CheckPage.svelte')),
  route(
    '/assessments/:assessmentId/approval',
    () => import('$/features/approval/ApprovalPage.svelte'),
  ),
  route(
    '/assessments/:assessmentId/release',
    () => import('$/features/release/ReleasePage.svelte'),
  ),
  route('/assessments/:assessmentId/score', () => import('$/features/score/ScorePage.svelte')),
  route('/assessments/:assessmentId/plan', () => import('$/features/remediation/PlanPage.svelte')),
  route(
    '/assessments/:assessmentId/compare',
    () => import('$/features/comparison/ComparePage.svelte'),
  ),
  route(
    '/assessments/:assessmentId/carry-over',
    () => import('$/features/carrying/CarryPage.svelte'),
  ),
  route(
    '/assessments/:assessmentId/coverage',
    () => import('$/features/reuse/CoveragePage.svelte'),
  ),
  route(
    '/assessments/:assessmentId/discussion',
    () => import('$/features/discussions/DiscussionPage.svelte'),
  ),
  route(
    '/assessments/:assessmentId/workbook',
    () => import('$/features/workbook/WorkbookPage.svelte'),
  ),
  route('/submissions', () => import('$/features/submissions/SubmissionsPage.svelte')),
  route('/submissions/import', () => import('$/features/trust/ImportPage.svelte')),
  route('/submissions/trusted-installations', () => import('$/features/trust/TrustedPage.svelte')),
  route('/verify', () => import('$/features/verify/VerifyPage.svelte'), { open: true }),
  route('/submissions/:submissionId', () => import('$/features/submissions/SubmissionPage.svelte')),
  route(
    '/submissions/:submissionId/differences',
    () => import('$/features/submissions/DifferencesPage.svelte'),
  ),
  route('/statistics', () => import('$/features/statistics/StatisticsPage.svelte')),
  route(
    '/submissions/:submissionId/authority',
    () => import('$/features/reviews/ProceedingPage.svelte'),
  ),
  route('/cases/:caseId', () => import('$/features/reviews/CasePage.svelte')),
  route(
    '/cases/:caseId/controls/:controlId',
    () => import('$/features/reviews/CaseControlPage.svelte'),
  ),
  route('/cases/:caseId/decide/:kind', () => import('$/features/reviews/DecidePage.svelte')),
  route('/review-policy/:authorityId', () => import('$/features/reviews/PolicyPage.svelte')),
  route('/desk', () => import('$/features/desk/DeskPage.svelte')),
  route('/desk/requests', () => import('$/features/requests/RequestsPage.svelte')),
  route('/desk/requests/new', () => import('$/features/requests/EditRequestPage.svelte')),
  route('/desk/requests/:requestId', () => import('$/features/requests/RequestPage.svelte')),
  route(
    '/desk/requests/:requestId/edit',
    () => import('$/features/requests/EditRequestPage.svelte'),
  ),
  route('/requests/:caseId', () => import('$/features/requests/ReceivedPage.svelte')),
  route('/register', () => import('$/features/register/RegisterPage.svelte')),
  route('/register/entities', () => import('$/features/register/EntitiesPage.svelte')),
  route('/register/entities/:entryId', () => import('$/features/register/EntityPage.svelte')),
  route('/register/import', () => import('$/features/register/ImportEntitiesPage.svelte')),
  route('/register/changes', () => import('$/features/register/NoticesPage.svelte')),
  route('/register/changes/:noticeId', () => import('$/features/register/NoticePage.svelte')),
  route('/operator/registration', () => import('$/features/register/RegistrationPage.svelte')),
  route('/operator/change-notice', () => import('$/features/register/ChangeNoticePage.svelte')),
  route('/register/:operatorId', () => import('$/features/register/RegisteredOperatorPage.svelte')),
  route('/team/members', () => import('$/features/members/MembersPage.svelte')),
  route('/account', () => import('$/features/account/AccountPage.svelte')),
  route('/join', () => import('$/features/members/JoinPage.svelte'), { open: true }),
  route('/inbox', () => import('$/features/inbox/InboxPage.svelte')),
  route('/inbox/settings', () => import('$/features/inbox/SettingsPage.svelte')),
  route('/unsubscribe/:token', () => import('$/features/inbox/UnsubscribePage.svelte'), {
    open: true,
  }),
  route('/tokens', () => import('$/features/tokens/TokensPage.svelte')),
];
