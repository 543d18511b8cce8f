import pytest

from tests.assessments.world import Company, Office, Stage
from tests.reviews.desk import Desk, lay
from tests.submissions.conftest import company, office, registry, stage

__all__ = ["company", "office", "registry", "stage"]


@pytest.fixture
async def desk(stage: Stage, company: Company, office: Office) -> Desk:
    """A submitted case at the authority, which nobody has taken yet."""
    return await lay(stage, company, office)
