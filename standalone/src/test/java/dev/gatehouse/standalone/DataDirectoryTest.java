package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.lifecycle.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @TempDir
    private Path temp;

    @Test
    void secondSystemIsRefusedUntilTheFirstHasClosed() throws Exception {
        Path dir = temp.resolve("var");
        DataDirectory first = DataDirectory.open(dir);
        assertThatThrownBy(() -> DataDirectory.open(dir))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(dir.toString())
                .hasMessageContaining("--data");
        first.close();
        DataDirectory.open(dir).close();
    }

    @Test
    void masterKeyIsMadeOnceForTheOwnerAlone() throws Exception {
        Path dir = temp.resolve("var");
        String key;
        try (DataDirectory data = DataDirectory.open(dir)) {
            Path file = data.masterKeyFile();
            key = Files.readString(file).strip();
            assertThat(Base64.getDecoder().decode(key)).hasSize(32);
            assertThat(Files.getPosixFilePermissions(file))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
        try (DataDirectory data = DataDirectory.open(dir)) {
            assertThat(data.masterKeyFile()).content().isEqualToIgnoringNewLines(key);
        }
    }

    @Test
    void pathThatIsNoDirectoryIsTold() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--data");
    }
}
