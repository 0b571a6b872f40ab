import pytest

from graph import schema as graph_schema
from resolvers import mutations, queries, subscriptions


@pytest.fixture(scope="session")
def schema() -> graph_schema.Schema:
    return graph_schema.build_schema(
        query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription
    )
