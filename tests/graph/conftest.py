import pytest

from graph import schema as graph_schema
from resolvers import roots


@pytest.fixture(scope="session")
def schema() -> graph_schema.Schema:
    return graph_schema.build_schema(query=roots.Query, mutation=roots.Mutation, subscription=roots.Subscription)
