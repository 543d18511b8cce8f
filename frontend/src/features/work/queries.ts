import { graphql, type ResultOf } from '$/kit/graphql';

export const myWorkQuery = graphql(`
  query MyWork($operatorId: ID!, $language: String!) {
    myWork(operatorId: $operatorId, language: $language) {
      assessmentId
      assessmentTitle
      groupTitle
      controlId
      controlTitle
      standing
      dueOn
      when
      notes
      needsConfirmation
      parts {
        partId
        name
        standing
        asked
        answered
        reason
      }
    }
  }
`);

export const anyWorkQuery = graphql(`
  query AnyWork($operatorId: ID!) {
    myWork(operatorId: $operatorId) {
      standing
    }
  }
`);

export const proposalFields = graphql(`
  fragment ProposalFields on Proposal {
    controlId
    partId
    state
    note
    reason
    version
    by
    at
    decidedBy
    decidedAt
  }
`);

export const assignmentFields = graphql(`
  fragment AssignmentFields on Assignment {
    id
    person {
      id
      name
    }
    formerName
    groupId
    controlId
    partId
    dueOn
    note
    needsConfirmation
    accessUntil
    version
    assignedBy
  }
`);

export const assignmentsQuery = graphql(
  `
    query Assignments($id: ID!) {
      assignments(assessmentId: $id) {
        ...AssignmentFields
      }
      proposals(assessmentId: $id) {
        controlId
        partId
        state
      }
    }
  `,
  [assignmentFields],
);

export const controlWorkQuery = graphql(
  `
    query ControlWork($id: ID!, $controlId: ID!) {
      assignments(assessmentId: $id) {
        ...AssignmentFields
      }
      proposals(assessmentId: $id, controlId: $controlId) {
        ...ProposalFields
      }
    }
  `,
  [assignmentFields, proposalFields],
);

export const teamQuery = graphql(`
  query Team($id: ID!) {
    assessment(id: $id) {
      id
      title
      state
      operatorId
    }
    team(assessmentId: $id) {
      unassigned
      total {
        open
        late
        waiting
        returned
        done
      }
      lastAct {
        id
        kind
        at
        by
        count
        undoneAt
      }
      members {
        person {
          id
          name
        }
        formerName
        consultant
        nextDue
        figures {
          open
          late
          waiting
          returned
          done
        }
      }
    }
  }
`);

export const teamPlacesQuery = graphql(
  `
    query TeamPlaces($id: ID!, $which: TeamSlice!, $personId: ID, $language: String!) {
      teamPlaces(assessmentId: $id, which: $which, personId: $personId, language: $language) {
        groupId
        groupTitle
        controlId
        controlTitle
        part {
          id
          name
        }
        standing
        asked
        answered
        dueOn
        late
        people {
          id
          name
        }
        proposal {
          ...ProposalFields
        }
      }
    }
  `,
  [proposalFields],
);

export const colleaguesQuery = graphql(`
  query WorkColleagues($operatorId: ID!) {
    members(organisationId: $operatorId) {
      id
      name
      roles
    }
  }
`);

export const assignableQuery = graphql(
  `
    query Assignable($id: ID!, $language: String!) {
      assessment(id: $id) {
        id
        title
        state
        operatorId
        parts {
          id
          name
        }
        groups(language: $language) {
          id
          label
          title
          language
          controls {
            id
            label
            title
            language
          }
        }
      }
      assignments(assessmentId: $id) {
        ...AssignmentFields
      }
    }
  `,
  [assignmentFields],
);

export type WorkItem = NonNullable<ResultOf<typeof myWorkQuery>['myWork']>[number];
export type Assignment = ResultOf<typeof assignmentFields>;
export type Proposal = ResultOf<typeof proposalFields>;
export type Team = NonNullable<ResultOf<typeof teamQuery>['team']>;
export type TeamMember = Team['members'][number];
export type TeamPlace = NonNullable<ResultOf<typeof teamPlacesQuery>['teamPlaces']>[number];
export type Assignable = NonNullable<ResultOf<typeof assignableQuery>['assessment']>;
export type Slice =
  'OPEN' | 'LATE' | 'WAITING' | 'RETURNED' | 'DONE' | 'UNASSIGNED' | 'WITHOUT_OWNER';
