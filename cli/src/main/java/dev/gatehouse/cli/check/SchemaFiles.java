package dev.gatehouse.cli.check;

import dev.gatehouse.common.schema.InvalidSchemaException;
import dev.gatehouse.common.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The schema files below one directory. */
final class SchemaFiles {
    private static final String KIND = "schema";
    private static final String DIRECTORY = "schemas";
    private static final String SUFFIX = ".json";

    private final Path directory;

    /**
     * @param base the directory that routes name schemas from
     */
    SchemaFiles(Path base) {
        this.directory = base.resolve(DIRECTORY);
    }

    static boolean isSchemaFile(Path file) {
        return String.valueOf(file.getFileName()).endsWith(SUFFIX);
    }

    /** What is found in one schema file. */
    static Finding check(Path file) {
        try {
            JsonSchema.ofFile(file.toAbsolutePath().normalize());
            return Finding.good(file, KIND);
        } catch (InvalidSchemaException e) {
            return Finding.bad(file, KIND, List.of(e.reason()));
        }
    }

    /**
     * One finding for each file with something to say of it, and one for all others together; none where there is no such directory.
     *
     * @param used the files that routes name, and those that these refer to
     */
    List<Finding> all(Set<Path> used) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> walked = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return all(walked.filter(SchemaFiles::isSchemaFile).sorted().toList(), used);
        } catch (IOException e) {
            return List.of(Finding.bad(directory, DIRECTORY, List.of("the directory cannot be read: " + e)));
        }
    }

    private List<Finding> all(List<Path> files, Set<Path> used) {
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            Finding finding = check(file);
            List<String> warnings = used.contains(file) || isOurs(file)
                    ? List.of()
                    : List.of("no route names it, and no schema that a route names refers to it");
            if (!finding.isGood() || !warnings.isEmpty()) {
                findings.add(new Finding(file, KIND, finding.problems(), warnings));
            }
        }
        int good = files.size() - findings.size();
        if (good > 0) {
            findings.add(Finding.good(directory, good + (good == 1 ? " schema" : " schemas")));
        }
        return findings;
    }

    /** Whether a service of Gatehouse has it built in: some of its methods are for services alone, and no route leads to them. */
    private boolean isOurs(Path file) {
        StringBuilder resource = new StringBuilder(DIRECTORY);
        directory.relativize(file).forEach(part -> resource.append('/').append(part));
        return JsonSchema.class.getClassLoader().getResource(resource.toString()) != null;
    }
}
