"""The committed JSON Schemas of eval results are those of the models."""

import pytest

from onrecord.evals.schemas import MODELS, schema_path, schema_text


@pytest.mark.parametrize("name", MODELS)
def test_the_committed_schema_is_that_of_the_model(name: str) -> None:
    stale = f"evals/{name} is stale; write it again with `python -m onrecord.evals.schemas`, and raise SCHEMA_VERSION where older results do not validate"
    assert schema_path(name).read_text("utf-8") == schema_text(MODELS[name]), stale
