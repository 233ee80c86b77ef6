package dev.gatehouse.cli.call;

import dev.gatehouse.cli.UsageException;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/** A body as it is named on the command line: JSON, {@code @file}, or {@code -} for standard input. */
final class JsonArgument {
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final byte[] NO_FIELDS = {'{', '}'};

    private JsonArgument() {}

    /** A request without fields. */
    static byte[] empty() {
        return NO_FIELDS.clone();
    }

    /** The bytes that an argument stands for. Throws {@link UsageException} where they cannot be read or are not JSON. */
    static byte[] read(String argument, InputStream standardInput) {
        byte[] bytes = switch (argument) {
            case "-" -> all(standardInput, "standard input");
            case String file when file.startsWith("@") -> file(file.substring(1));
            default -> argument.getBytes(StandardCharsets.UTF_8);
        };
        parsed(bytes);
        return bytes;
    }

    /** As {@link #read}, for what has to be an object. */
    static byte[] readObject(String argument, InputStream standardInput) {
        byte[] bytes = read(argument, standardInput);
        if (!parsed(bytes).isObject()) {
            throw new UsageException("a request over the bus is one JSON object, such as {\"order_id\": \"42\"}");
        }
        return bytes;
    }

    private static JsonNode parsed(byte[] bytes) {
        try {
            JsonNode json = Json.mapper().readTree(bytes);
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (JacksonException e) {
            throw new UsageException("the body is not JSON: " + place(e) + e.getOriginalMessage());
        }
        throw new UsageException("the body is empty, and not JSON");
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static byte[] file(String name) {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return all(in, name);
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("cannot read " + name + ": " + e.getMessage());
        }
    }

    private static byte[] all(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UsageException(name + " is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + e.getMessage());
        }
    }
}
