import pytest

from graph import schema as graph_schema
from resolvers import schema_roots


@pytest.fixture(scope="session")
def schema() -> graph_schema.Schema:
    return graph_schema.build_schema(
        query=schema_roots.Query, mutation=schema_roots.Mutation, subscription=schema_roots.Subscription
    )
