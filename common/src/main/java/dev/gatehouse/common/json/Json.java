package dev.gatehouse.common.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON mapper: snake_case names, RFC 3339 times, absent for an empty optional, and strict on the way in (a name given twice, an
 * unknown name, or anything after the value is an error). Thread-safe.
 */
public final class Json {
    private static final JsonMapper MAPPER = mapper(JsonDepth.MAX_MESSAGE);
    private static final JsonMapper PAYLOADS = mapper(JsonDepth.MAX_PAYLOAD);

    private Json() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The same mapper for a bare payload, such as the body of a request: it accepts {@link JsonDepth#MAX_PAYLOAD} levels, one fewer. */
    public static JsonMapper payloads() {
        return PAYLOADS;
    }

    private static JsonMapper mapper(int levels) {
        return JsonMapper.builder(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(levels)
                                .build())
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(levels)
                                .build())
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
    }
}
