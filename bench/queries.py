"""The GraphQL that is measured: everything about an assessment, and saving one answer."""

ASSESSMENT = """
query Whole($id: ID!) {
  assessment(id: $id) {
    id operatorId title state revision scopeKind scopeName scopeDescription
    periodFrom periodUntil createdAt updatedAt submissionId
    profile {
      id version title summary notice regime digest scoringMethod scoringVersion levels
      catalogues { id version title }
      legalBasis { ...reference }
    }
    groups {
      id label title summary
      controls {
        id label title statement rationale guidance exampleEvidence mappings
        notApplicableAllowed target
        references { ...reference }
        questions { id prompt hint kind level choices { value label description } }
      }
    }
    parts { id name description }
    responses { controlId questionId partId value version updatedAt updatedBy }
    statements {
      controlId partId justification notApplicable notApplicableReason version updatedAt updatedBy
    }
    measures { controlId partId what who until costClass version updatedAt updatedBy }
    evidence {
      controlId partId attachedAt attachedBy
      evidence {
        id kind title filename mediaType size digest owner location dated sourceKey revision
        addedAt addedBy downloadUrl
      }
    }
  }
}
fragment reference on Reference { citation title force celex addressee note verified }
"""

SAVE = """
mutation Save($input: SaveResponseInput!) {
  saveResponse(input: $input) {
    __typename
    ... on ResponseSaved {
      revision
      response { controlId questionId partId value version updatedAt updatedBy }
    }
    ... on ResponseConflict { message }
    ... on ValidationProblem { message }
    ... on StateProblem { message }
    ... on NotFoundProblem { message }
  }
}
"""
