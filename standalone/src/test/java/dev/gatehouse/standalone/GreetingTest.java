package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void commandsOfAClearGatewayNameNoCertificate() {
        assertThat(Greeting.lines(URI.create("http://127.0.0.1:8080"), Optional.empty()))
                .hasSize(4)
                .allSatisfy(line ->
                        assertThat(line).contains("http://127.0.0.1:8080").doesNotContain("--cacert"));
    }

    @Test
    void commandsOfASecuredGatewayTrustItsCertificate() {
        assertThat(Greeting.lines(URI.create("https://localhost:8443"), Optional.of(Path.of("/etc/tls.crt"))))
                .filteredOn(line -> line.contains("curl"))
                .hasSize(3)
                .allSatisfy(line ->
                        assertThat(line).contains("curl -sS --cacert /etc/tls.crt ", " https://localhost:8443/"));
    }

    @Test
    void fileWithAnyNameIsOneWordOfTheShell() {
        assertThat(Greeting.lines(URI.create("https://localhost"), Optional.of(Path.of("/a b/it's $1.crt"))))
                .filteredOn(line -> line.contains("curl"))
                .allSatisfy(line -> assertThat(line).contains(" --cacert '/a b/it'\\''s $1.crt' "));
    }

    @Test
    void addressOfVersion6IsOneWordOfTheShell() {
        assertThat(Greeting.lines(URI.create("http://[::1]:8080"), Optional.empty()))
                .filteredOn(line -> line.contains("curl"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains(" 'http://[::1]:8080/v1/auth/"));
    }
}
