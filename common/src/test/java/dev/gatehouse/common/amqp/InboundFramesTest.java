package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes in, with the library's own assembly of it at the end. */
class InboundFramesTest {
    private static final int CHANNEL = 1;
    private static final int OTHER = 2;
    private static final int MOST = 10;

    private final InboundFrames inbound = new InboundFrames();

    @BeforeEach
    void bound() {
        inbound.keep(CHANNEL, MOST);
        inbound.keep(OTHER, Integer.MAX_VALUE);
    }

    private static Frame method(int channel) throws IOException {
        return new AMQImpl.Basic.Deliver("tag", 1, false, "", "key").toFrame(channel);
    }

    private static Frame header(int channel, long bodyBytes) throws IOException {
        return header(channel, bodyBytes, new BasicProperties());
    }

    private static Frame header(int channel, long bodyBytes, BasicProperties properties) throws IOException {
        return new Frame(
                AMQP.FRAME_HEADER,
                channel,
                properties.toFrame(channel, bodyBytes).getPayload());
    }

    private static byte[] bytes(int from, int to) {
        byte[] bytes = new byte[to - from];
        IntStream.range(from, to).forEach(i -> bytes[i - from] = (byte) i);
        return bytes;
    }

    private static Frame body(int channel, int from, int to) {
        return new Frame(AMQP.FRAME_BODY, channel, bytes(from, to));
    }

    /** Reads the frames as the library does, and says what has come of the last message on a channel. */
    private byte[] received(int channel, Frame... frames) throws IOException {
        AMQCommand command = new AMQCommand();
        boolean complete = false;
        for (Frame frame : frames) {
            Frame readable = inbound.readable(frame);
            if (readable.getChannel() == channel && readable.getType() != AMQP.FRAME_HEARTBEAT) {
                assertThat(complete).as("over before its last frame").isFalse();
                complete = command.handleFrame(readable);
            }
        }
        assertThat(complete).as("complete").isTrue();
        return command.getContentBody();
    }

    @Test
    void aBodyWithinItsBoundPassesAsItIs() throws IOException {
        for (Frame frame : new Frame[] {
            method(CHANNEL), header(CHANNEL, MOST), body(CHANNEL, 0, 4), body(CHANNEL, 4, MOST), method(CHANNEL)
        }) {
            assertThat(inbound.readable(frame)).isSameAs(frame);
        }
    }

    @Test
    void ofALargerBodyOnlyTheBeginningIsKept() throws IOException {
        assertThat(received(
                        CHANNEL,
                        method(CHANNEL),
                        header(CHANNEL, 30),
                        body(CHANNEL, 0, 6),
                        body(CHANNEL, 6, 20),
                        body(CHANNEL, 20, 30)))
                .isEqualTo(bytes(0, MOST));
        assertThat(received(CHANNEL, method(CHANNEL), header(CHANNEL, 3), body(CHANNEL, 0, 3)))
                .as("the next message")
                .isEqualTo(bytes(0, 3));
    }

    @Test
    void whatIsLeftOutKeepsTheConnectionAlive() throws IOException {
        inbound.readable(header(CHANNEL, 30));
        inbound.readable(body(CHANNEL, 0, MOST));
        assertThat(inbound.readable(body(CHANNEL, MOST, 20)).getType()).isEqualTo(AMQP.FRAME_HEARTBEAT);
    }

    @Test
    void aBodyOnAnotherChannelIsNotCutWithIt() throws IOException {
        assertThat(received(
                        OTHER,
                        method(CHANNEL),
                        header(CHANNEL, 30),
                        method(OTHER),
                        body(CHANNEL, 0, 15),
                        header(OTHER, 40),
                        body(OTHER, 0, 20),
                        body(CHANNEL, 15, 30),
                        body(OTHER, 20, 40)))
                .isEqualTo(bytes(0, 40));
    }

    @Test
    void aChannelWithoutAConsumerKeepsNothingOfABody() throws IOException {
        assertThat(received(3, method(3), header(3, 30), body(3, 0, 30))).isEmpty();
    }

    @Test
    void aBodyThatAMethodCutsShortIsForgotten() throws IOException {
        inbound.readable(header(CHANNEL, 30));
        inbound.readable(body(CHANNEL, 0, 15));
        assertThat(received(CHANNEL, method(CHANNEL), header(CHANNEL, 3), body(CHANNEL, 0, 3)))
                .isEqualTo(bytes(0, 3));
    }

    /** On the wire it is unsigned. */
    @Test
    void aBodyOfANegativeSizeIsALargeOne() throws IOException {
        assertThat(received(CHANNEL, method(CHANNEL), header(CHANNEL, -1), body(CHANNEL, 0, 30)))
                .isEqualTo(bytes(0, MOST));
    }

    @Test
    void aHeaderThatCannotBeReadIsReplacedAndItsBodyStays() throws IOException {
        Frame hostile = header(CHANNEL, 3, HostileHeaders.properties(HostileHeaders.TOO_DEEP));
        AMQCommand command = new AMQCommand();
        command.handleFrame(method(CHANNEL));
        command.handleFrame(inbound.readable(hostile));
        assertThat(command.handleFrame(inbound.readable(body(CHANNEL, 0, 3)))).isTrue();
        assertThat(ReadableHeader.flaw((BasicProperties) command.getContentHeader()))
                .isPresent();
        assertThat(command.getContentBody()).isEqualTo(bytes(0, 3));
    }

    @Property
    void howeverABodyIsCutIntoFramesTheSameIsKept(
            @ForAll @IntRange(min = 1, max = 100) int size,
            @ForAll @IntRange(max = 101) int most,
            @ForAll @IntRange(min = 1, max = 20) int frame)
            throws IOException {
        inbound.keep(CHANNEL, most);
        Frame[] frames = new Frame[2 + (size + frame - 1) / frame];
        frames[0] = method(CHANNEL);
        frames[1] = header(CHANNEL, size);
        for (int i = 2; i < frames.length; i++) {
            int from = (i - 2) * frame;
            frames[i] = body(CHANNEL, from, Math.min(size, from + frame));
        }
        assertThat(received(CHANNEL, frames)).isEqualTo(Arrays.copyOf(bytes(0, size), Math.min(size, most)));
    }
}
