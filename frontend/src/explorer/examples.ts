/** Saved examples: what authorities and operators most often ask the API. */

import addressedToMe from './examples/addressed-to-me.graphql?raw';
import oneSubmission from './examples/one-submission.graphql?raw';
import belowTargetOnControl from './examples/below-target-on-control.graphql?raw';
import distributionOfRequest from './examples/distribution-of-request.graphql?raw';
import weakestControls from './examples/weakest-controls.graphql?raw';
import notApplicableByReason from './examples/not-applicable-by-reason.graphql?raw';
import lateCases from './examples/late-cases.graphql?raw';
import overTheYears from './examples/evolution.graphql?raw';
import lateMeasures from './examples/late-measures.graphql?raw';
import myAssessments from './examples/my-assessments.graphql?raw';
import wholeAssessment from './examples/whole-assessment.graphql?raw';
import saveResponse from './examples/save-response.graphql?raw';
import type { Ask } from './fetcher';
import {
  firstProfile,
  firstSubmission,
  newestRequest,
  ownAssessment,
  ownOperator,
  someControlBelow,
  someResponse,
} from './lookups';

export type Audience = 'authority' | 'operator';

export interface Example {
  id: string;
  audience: Audience;
  title: string;
  description: string;
  query: string;
  /** What stands in the variables until `fill` finds real ids. */
  variables: Record<string, unknown>;
  /** Looks up ids of the caller's own, so that the example runs as it is. */
  fill?: (ask: Ask) => Promise<Record<string, unknown>>;
}

export const EXAMPLES: readonly Example[] = [
  {
    id: 'addressed-to-me',
    audience: 'authority',
    title: 'Submissions addressed to me',
    description:
      'The newest submissions that your authority may see, a page at a time. ' +
      'For the next page, put endCursor into the variable after.',
    query: addressedToMe,
    variables: { first: 20, after: null, filter: {} },
  },
  {
    id: 'one-submission',
    audience: 'authority',
    title: 'One submission with its controls',
    description:
      'Everything that was sealed for one submission: every control with its parts, ' +
      'answers, evidence and planned measures. All of it is self-declared.',
    query: oneSubmission,
    variables: { id: 'id of a submission', state: null },
    fill: firstSubmission,
  },
  {
    id: 'below-target-on-control',
    audience: 'authority',
    title: 'Electricity distribution operators below target on a control',
    description:
      'All electricity distribution operators whose submission does not reach the target ' +
      'of one control, with the level that each part declared.',
    query: belowTargetOnControl,
    variables: {
      control: 'id of a control',
      ids: ['id of a control'],
      entityType: 'energy.electricity.distribution-system-operator',
      first: 50,
      after: null,
    },
    fill: async (ask) => {
      const { control } = await someControlBelow(ask);
      return control === undefined ? {} : { control, ids: [control] };
    },
  },
  {
    id: 'distribution-of-request',
    audience: 'authority',
    title: 'Distribution per control and group within a request',
    description:
      'How the answers to one request come out, in counts: met, below, not applicable, and the ' +
      'levels. Only the newest version of each submission counts; all of it is self-declared.',
    query: distributionOfRequest,
    variables: { filter: {} },
    fill: newestRequest,
  },
  {
    id: 'weakest-controls',
    audience: 'authority',
    title: 'The weakest controls of a subsector',
    description:
      'Controls that the largest share of those they apply to miss, the weakest first, with the ' +
      'counts behind the share.',
    query: weakestControls,
    variables: { first: 20, filter: { subsector: 'energy.electricity' } },
  },
  {
    id: 'not-applicable-by-reason',
    audience: 'authority',
    title: 'Not applicable, by reason',
    description:
      'Controls that operators declare not to apply: the reasons that are given most often, ' +
      'word by word, and every one with its submission.',
    query: notApplicableByReason,
    variables: { first: 50, after: null, filter: {} },
  },
  {
    id: 'late-cases',
    audience: 'authority',
    title: 'Who is late',
    description:
      'Operators that owe an answer to a request whose day has passed, those that are late ' +
      'longest first, and how many answered late.',
    query: lateCases,
    variables: { first: 50, after: null, filter: {} },
  },
  {
    id: 'evolution',
    audience: 'authority',
    title: 'One profile over the years',
    description:
      'What the submissions of each year come to: of everybody, and of those operators alone ' +
      'that are there in every one of the years.',
    query: overTheYears,
    variables: { profileId: 'id of a profile', filter: {} },
    fill: firstProfile,
  },
  {
    id: 'late-measures',
    audience: 'authority',
    title: 'Open remediation past its date',
    description:
      'Measures of sealed results whose day has passed and that were not sealed as done or ' +
      'dropped, those that are late longest first.',
    query: lateMeasures,
    variables: { first: 50, after: null, filter: {} },
  },
  {
    id: 'my-assessments',
    audience: 'operator',
    title: 'My assessments',
    description: 'The assessments of your operator with their state, the newest first.',
    query: myAssessments,
    variables: { operatorId: 'id of your operator', first: 20, after: null },
    fill: ownOperator,
  },
  {
    id: 'whole-assessment',
    audience: 'operator',
    title: 'One assessment, whole',
    description:
      'Controls, questions, answers, justifications, measures, evidence and the score of ' +
      'one assessment in a single query.',
    query: wholeAssessment,
    variables: { id: 'id of an assessment' },
    fill: async (ask) => {
      const id = await ownAssessment(ask);
      return id === undefined ? {} : { id };
    },
  },
  {
    id: 'save-response',
    audience: 'operator',
    title: 'Save a response',
    description:
      'Writes one answer. expectedVersion is the version that you read: if somebody saved in ' +
      'between, nothing is overwritten and the current answer comes back.',
    query: saveResponse,
    variables: {
      input: {
        assessmentId: 'id of an assessment',
        partId: 'id of a part',
        controlId: 'id of a control',
        questionId: 'id of a question',
        value: '2',
        expectedVersion: 0,
      },
    },
    fill: someResponse,
  },
];
