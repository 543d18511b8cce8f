/** Finds ids of the caller's own, so that an example runs as it is. */

import type { Ask } from './fetcher';

interface Edges<T> {
  edges: { node: T }[];
}

export async function firstSubmission(ask: Ask): Promise<Record<string, unknown>> {
  const data = await ask<{ submissions: Edges<{ id: string }> | null }>(
    'query ExampleIds { submissions(first: 1) { edges { node { id } } } }',
  );
  const id = data.submissions?.edges[0]?.node.id;
  return id === undefined ? {} : { id };
}

export async function someControlBelow(ask: Ask): Promise<Record<string, unknown>> {
  const data = await ask<{
    submissions: Edges<{ controls: { controlId: string }[] }> | null;
  }>(
    `query ExampleIds {
      submissions(first: 20) { edges { node { controls(state: BELOW) { controlId } } } }
    }`,
  );
  const found = (data.submissions?.edges ?? []).flatMap(({ node }) => node.controls);
  const control = found.find(({ controlId }) => controlId.startsWith('nis.')) ?? found[0];
  return control === undefined ? {} : { control: control.controlId };
}

interface StatisticsChoices {
  statisticsChoices: { requests: { id: string }[]; profiles: { id: string }[] } | null;
}

const CHOICES = `query ExampleIds {
  statisticsChoices { requests { id } profiles { id } }
}`;

export async function newestRequest(ask: Ask): Promise<Record<string, unknown>> {
  const { statisticsChoices } = await ask<StatisticsChoices>(CHOICES);
  const requestId = statisticsChoices?.requests[0]?.id;
  return requestId === undefined ? {} : { filter: { requestId } };
}

export async function firstProfile(ask: Ask): Promise<Record<string, unknown>> {
  const { statisticsChoices } = await ask<StatisticsChoices>(CHOICES);
  const profileId = statisticsChoices?.profiles[0]?.id;
  return profileId === undefined ? {} : { profileId };
}

export async function ownOperator(ask: Ask): Promise<Record<string, unknown>> {
  const data = await ask<{ viewer: { memberships: { operatorId: string | null }[] } | null }>(
    'query ExampleIds { viewer { memberships { operatorId } } }',
  );
  const ids = (data.viewer?.memberships ?? []).map(({ operatorId }) => operatorId);
  const operatorId = ids.find((id) => id !== null);
  return operatorId === undefined ? {} : { operatorId };
}

export async function ownAssessment(ask: Ask, state?: string): Promise<string | undefined> {
  const { operatorId } = await ownOperator(ask);
  if (operatorId === undefined) return undefined;
  const data = await ask<{ assessments: Edges<{ id: string; state: string }> | null }>(
    `query ExampleIds($operatorId: ID!) {
      assessments(operatorId: $operatorId, first: 20) { edges { node { id state } } }
    }`,
    { operatorId },
  );
  const nodes = (data.assessments?.edges ?? []).map(({ node }) => node);
  return (nodes.find((node) => node.state === state) ?? nodes[0])?.id;
}

interface Answerable {
  assessment: {
    parts: { id: string }[];
    groups: {
      controls: {
        id: string;
        questions: { id: string; choices: { value: unknown }[] }[];
      }[];
    }[];
    responses: {
      partId: string;
      controlId: string;
      questionId: string;
      value: unknown;
      version: number;
    }[];
  } | null;
}

const ANSWERABLE = `query ExampleIds($id: ID!) {
  assessment(id: $id) {
    parts { id }
    groups { controls { id questions { id choices { value } } } }
    responses { partId controlId questionId value version }
  }
}`;

export async function someResponse(ask: Ask): Promise<Record<string, unknown>> {
  const assessmentId = await ownAssessment(ask, 'DRAFT');
  if (assessmentId === undefined) return {};
  const { assessment } = await ask<Answerable>(ANSWERABLE, { id: assessmentId });
  const partId = assessment?.parts[0]?.id;
  const control = assessment?.groups[0]?.controls[0];
  const question = control?.questions[0];
  if (!assessment || !partId || !control || !question) return {};
  const given = assessment.responses.find(
    (response) =>
      response.partId === partId &&
      response.controlId === control.id &&
      response.questionId === question.id,
  );
  return {
    input: {
      assessmentId,
      partId,
      controlId: control.id,
      questionId: question.id,
      value: given?.value ?? question.choices[0]?.value ?? null,
      expectedVersion: given?.version ?? 0,
    },
  };
}
