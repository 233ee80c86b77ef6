package dev.gatehouse.gateway.proxy;

import dev.gatehouse.common.config.ConfigReader;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose word is taken for where a request comes from.
 *
 * @param trusted the proxies' addresses; from others the header means nothing
 * @param header the one that these proxies write
 */
public record ProxyConfig(List<AddressRange> trusted, ForwardedHeader header) {
    public static final int MAX_RANGES = 256;
    public static final ForwardedHeader DEFAULT_HEADER = ForwardedHeader.X_FORWARDED_FOR;
    /** No proxy is trusted: the client is who has connected. */
    public static final ProxyConfig NONE = new ProxyConfig(List.of(), DEFAULT_HEADER);

    private static final String KEY = "server.trusted-proxies";

    public ProxyConfig {
        trusted = List.copyOf(trusted);
    }

    /** Reads {@code server.trusted-proxies} and {@code server.forwarded-header}. */
    public static ProxyConfig read(ConfigReader reader) {
        return new ProxyConfig(
                ranges(reader), reader.choice("server.forwarded-header", ForwardedHeader.class, DEFAULT_HEADER));
    }

    private static List<AddressRange> ranges(ConfigReader reader) {
        List<String> items = reader.strings(KEY, List.of());
        if (items.size() > MAX_RANGES) {
            reader.problem(KEY, items.size() + " items", "at most " + MAX_RANGES);
            return List.of();
        }
        List<AddressRange> ranges = new ArrayList<>(items.size());
        for (String item : items) {
            AddressRange.parse(item.strip())
                    .ifPresentOrElse(ranges::add, () -> reader.problem(KEY, item, AddressRange.FORM));
        }
        return ranges;
    }

    /** Whether what an address says of where a request comes from is believed. */
    public boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
