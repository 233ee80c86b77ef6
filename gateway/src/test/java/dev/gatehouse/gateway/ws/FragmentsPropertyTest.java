package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.edge.HeldBytes;
import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class FragmentsPropertyTest {
    private static final int MAX_BYTES = 1_000;

    private static FrameReader frames(byte[] wire, int chunk) {
        int[] at = {0};
        return new FrameReader(DataReader.create(() -> {
            byte[] some = Arrays.copyOfRange(wire, at[0], Math.min(wire.length, at[0] + chunk));
            at[0] += some.length;
            return some.length == 0 ? null : some;
        }));
    }

    private static MessageReader reader(byte[] wire, int chunk) {
        return new MessageReader(
                frames(wire, chunk), MAX_BYTES, new FramePace(1_000_000, 1_000_000, () -> 0), HeldBytes.UNCOUNTED);
    }

    @Property
    void howeverAMessageIsCutItIsTheSame(
            @ForAll @StringLength(max = 200) String text,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 30) Integer> cuts,
            @ForAll @IntRange(min = 1, max = 50) int chunk)
            throws ProtocolBreachException {
        byte[] message = ("\"" + text.replaceAll("[\\p{Cs}\u0000\uFEFF]", "") + "\"").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        int at = 0;
        int opCode = RawWebSocket.TEXT;
        for (int length : cuts) {
            int end = Math.min(message.length, at + length);
            wire.writeBytes(RawWebSocket.masked(opCode, Arrays.copyOfRange(message, at, end)));
            wire.writeBytes(RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.PING, new byte[] {7}));
            opCode = RawWebSocket.CONTINUATION;
            at = end;
        }
        wire.writeBytes(
                RawWebSocket.masked(RawWebSocket.FIN | opCode, Arrays.copyOfRange(message, at, message.length)));
        MessageReader reader = reader(wire.toByteArray(), chunk);
        for (int i = 0; i < cuts.size(); i++) {
            assertThat(reader.next()).isInstanceOf(Incoming.Ping.class);
        }
        assertThat(reader.next())
                .isInstanceOfSatisfying(
                        Incoming.Text.class, whole -> assertThat(whole.utf8()).isEqualTo(message));
    }

    @Property
    void whateverComesIsAMessageABreachOrTheEnd(
            @ForAll @Size(max = 300) byte[] wire, @ForAll @IntRange(min = 1, max = 50) int chunk) {
        MessageReader reader = reader(wire, chunk);
        assertThatThrownBy(() -> {
                    while (true) {
                        var _ = reader.next();
                    }
                })
                .isInstanceOfAny(ProtocolBreachException.class, DataReader.InsufficientDataAvailableException.class);
    }

    @Property
    void aCloseFrameIsFoundBehindWhateverFrames(
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 70_000) Integer> lengths,
            @ForAll @IntRange(min = 0, max = 7) int opCode,
            @ForAll @IntRange(min = 1, max = 5_000) int chunk) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int length : lengths) {
            wire.writeBytes(RawWebSocket.masked(opCode, new byte[length]));
        }
        int before = wire.size();
        wire.writeBytes(RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {3, 0}));
        assertThat(frames(wire.toByteArray(), chunk).skipToClose(wire.size())).isTrue();
        assertThat(frames(wire.toByteArray(), chunk).skipToClose(before / 2)).isFalse();
    }
}
