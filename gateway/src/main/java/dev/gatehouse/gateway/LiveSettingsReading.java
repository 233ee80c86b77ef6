package dev.gatehouse.gateway;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.reload.Reading;
import dev.gatehouse.gateway.http.AnswerRules;
import dev.gatehouse.gateway.http.BuiltinPages;
import dev.gatehouse.gateway.http.Tunables;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteProblem;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.ws.WebSocketTunables;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the configuration file, the route files and the schemas anew, as they are now. Confined to one thread at a time. */
final class LiveSettingsReading implements Supplier<Reading<LiveSettings>> {
    private final ConfigReader atStart;
    /** What the last configuration that could be read depended on besides its own file. */
    private Set<Path> files = Set.of();

    /** @param atStart has read the configuration that the process was started with */
    LiveSettingsReading(ConfigReader atStart) {
        this.atStart = atStart;
    }

    @Override
    public Reading<LiveSettings> get() {
        Set<Path> touched = new HashSet<>();
        atStart.file().map(Path::toAbsolutePath).ifPresent(touched::add);
        try {
            ConfigReader reader = atStart.again();
            GatewayConfig config = GatewayProcessConfig.read(reader).gateway();
            reader.finish();
            RouteLoading loading = config.routeTableLoader().load();
            touched.addAll(loading.files());
            files = loading.files();
            return switch (loading) {
                case RouteLoading.Loaded(RouteTable table, Set<Path> _) ->
                    new Reading.Made<>(
                            settings(config, table), touched, atStart.needingRestart(reader), reader.effective());
                case RouteLoading.Refused(List<RouteProblem> problems, Set<Path> _) ->
                    new Reading.Refused<>(
                            problems.stream().map(RouteProblem::toString).toList(), touched);
            };
        } catch (ConfigException e) {
            touched.addAll(files);
            return new Reading.Refused<>(
                    e.problems().stream()
                            .map(problem -> e.source() + ": " + problem)
                            .toList(),
                    touched);
        }
    }

    private static LiveSettings settings(GatewayConfig config, RouteTable table) {
        LiveConfig live = config.live();
        BuiltinPages pages = BuiltinPages.of(
                live.openApi(),
                table,
                config.routeTableLoader().schemaDirectory(),
                live.webSocket().door().enabled());
        AnswerRules answers = AnswerRules.of(live.edge().answers());
        return new LiveSettings(
                new Tunables(live.edge(), table, pages, answers),
                new WebSocketTunables(live.webSocket(), live.edge().proxies(), table),
                live.log());
    }
}
