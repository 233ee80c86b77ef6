package dev.gatehouse.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventCodec;
import dev.gatehouse.common.event.UnreadableEventException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.schema.JsonSchema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayContractTest {
    private static final JsonSchema REQUEST = JsonSchema.ofResource(GatewayApi.CONNECTIONS.schemaResource());

    @Test
    void namesAreTheContracts() {
        assertThat(GatewayApi.CONNECTIONS.routingKey()).isEqualTo("core.gateway.rpc.connections.v1");
        assertThat(List.of(
                        GatewayEvents.CONNECTION_OPENED,
                        GatewayEvents.CONNECTION_CLOSED,
                        GatewayEvents.INSTANCE_ALIVE,
                        GatewayEvents.INSTANCE_LEFT,
                        GatewayEvents.CONNECTIONS_ASKED,
                        GatewayEvents.CONNECTIONS_TOLD))
                .extracting(EventType::name)
                .containsExactly(
                        "gateway.connection.opened.v1",
                        "gateway.connection.closed.v1",
                        "gateway.instance.alive.v1",
                        "gateway.instance.left.v1",
                        "gateway.connections.asked.v1",
                        "gateway.connections.told.v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"limit\":1000}",
                "{\"account_id\":\"0198f3c2-6c1a-7d3e-9a54-2f1d7c9b0e11\",\"limit\":1}",
                "{\"account_id\":\"0198F3C2-6C1A-7D3E-9A54-2F1D7C9B0E11\"}"
            })
    void goodRequestIsTakenAndRead(String request) {
        assertThat(violations(request)).isEmpty();
        assertThat(Json.mapper().readValue(request, GatewayApi.Connections.class))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"limit\":0}",
                "{\"limit\":1001}",
                "{\"limit\":\"7\"}",
                "{\"account_id\":\"ada\"}",
                "{\"account_id\":\"1-2-3-4-5\"}",
                "{\"account\":\"0198f3c2-6c1a-7d3e-9a54-2f1d7c9b0e11\"}"
            })
    void badRequestIsRefused(String request) {
        assertThat(violations(request)).hasSize(1);
    }

    @Test
    void mostAccountsOfAnAnswerFitIntoAnEvent() {
        var accounts = Stream.generate(UUID::randomUUID)
                .limit(GatewayEvents.ConnectionsTold.MAX_ACCOUNTS)
                .collect(Collectors.toMap(Function.identity(), _ -> 10_000_000));
        var told = new GatewayEvents.ConnectionsTold(UUID.randomUUID(), UUID.randomUUID(), 1_000_000_000, accounts);
        Event event = Event.of(GatewayEvents.CONNECTIONS_TOLD, URI.create("/t"), "x", Instant.now(), told);
        var read = (EventCodec.Reading.Read) EventCodec.read(EventCodec.write(event));
        assertThat(read.event().data(GatewayEvents.CONNECTIONS_TOLD)).isEqualTo(told);
    }

    @Test
    void eventWithoutItsIdsIsNotRead() {
        Event event = Event.of(
                new EventType<>(GatewayEvents.INSTANCE_ALIVE.name(), Nothing.class),
                URI.create("/t"),
                "x",
                Instant.now(),
                new Nothing());
        assertThatThrownBy(() -> event.data(GatewayEvents.INSTANCE_ALIVE)).isInstanceOf(UnreadableEventException.class);
    }

    record Nothing() {}

    private static List<?> violations(String request) {
        return REQUEST.violations(Json.mapper().readTree(request));
    }
}
