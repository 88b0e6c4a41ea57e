"""`python -m onrecord.evals.schemas` writes the JSON Schemas of eval results. A test compares them with the models."""

import json
from importlib.resources import files
from pathlib import Path

from onrecord.evals.answers import AnswerResults
from onrecord.evals.run import EvalResults, Result

MODELS: dict[str, type[Result]] = {"run/results.schema.json": EvalResults, "answers/results.schema.json": AnswerResults}


def schema_path(name: str) -> Path:
    return Path(str(files("onrecord.evals").joinpath(name)))


def schema_text(model: type[Result]) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema(mode="serialization")
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, model in MODELS.items():
        schema_path(name).write_text(schema_text(model), "utf-8")
