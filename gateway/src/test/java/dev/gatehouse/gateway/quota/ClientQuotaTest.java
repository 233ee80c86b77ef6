package dev.gatehouse.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClientQuotaTest {
    private final List<String> ended = new ArrayList<>();
    private final Map<String, ClientShare> shares = new HashMap<>();
    private final ClientQuota quota = new ClientQuota(
            new QuotaLimits(1_000, 500, 200),
            address -> address.getHostAddress().equals("10.0.0.9"));

    private ClientShare open(String name, String address) {
        ClientShare share = quota.open(peer(address), () -> {
            ended.add(name);
            Objects.requireNonNull(shares.get(name)).close();
        });
        shares.put(name, share);
        return share;
    }

    private static InetSocketAddress peer(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsHeldForOneAddressIsBounded() {
        ClientShare a = open("a", "10.0.0.1");
        ClientShare b = open("b", "10.0.0.1");
        assertThat(a.hold(300)).isTrue();
        assertThat(b.hold(201)).isFalse();
        assertThat(b.hold(200)).isTrue();
        assertThat(open("c", "10.0.0.2").hold(300)).isTrue();
        a.release(100);
        assertThat(b.hold(100)).isTrue();
        assertThat(quota.heldBytes()).isEqualTo(800);
        assertThat(ended).isEmpty();
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOne() {
        assertThat(open("a", "2001:db8::1").hold(300)).isTrue();
        assertThat(open("b", "2001:db8::ffff:2").hold(300)).isFalse();
        assertThat(open("c", "2001:db8:0:1::1").hold(300)).isTrue();
    }

    @Test
    void aConnectionThatHoldsTooMuchGetsNoNewRequests() {
        ClientShare a = open("a", "10.0.0.1");
        assertThat(a.admits()).isTrue();
        assertThat(a.hold(201)).isTrue();
        assertThat(a.admits()).isFalse();
        a.release(1);
        assertThat(a.admits()).isTrue();
    }

    @Test
    void whoHoldsMostLosesItFirst() {
        open("small", "10.0.0.1").hold(50);
        open("other", "10.0.0.2").hold(400);
        open("first", "10.0.0.3").hold(290);
        open("second", "10.0.0.3").hold(200);
        assertThat(ended).isEmpty();
        assertThat(open("late", "10.0.0.4").hold(100)).isTrue();
        // Of the address that holds most together, the connection that holds most.
        assertThat(ended).containsExactly("first");
        assertThat(quota.heldBytes()).isEqualTo(750);
    }

    @Test
    void aConnectionThatHasBeenEndedHoldsNothingMore() {
        ClientShare greedy = open("greedy", "10.0.0.9");
        assertThat(greedy.hold(900)).isTrue();
        open("other", "10.0.0.2").hold(200);
        assertThat(ended).containsExactly("greedy");
        assertThat(greedy.hold(1)).isFalse();
        greedy.release(1);
        assertThat(quota.heldBytes()).isEqualTo(200);
    }

    @Test
    void connectionsOfATrustedProxyAreNotCountedTogether() {
        assertThat(open("a", "10.0.0.9").hold(450)).isTrue();
        assertThat(open("b", "10.0.0.9").hold(450)).isTrue();
    }

    @Test
    void nothingIsLeftOfClientsThatHaveGone() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String address = "10.0.0." + i % 3;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                for (int n = 0; n < 2_000; n++) {
                    ClientShare share = quota.open(peer(address), () -> {});
                    if (share.hold(n % 40)) {
                        share.release(n % 7 == 0 ? n % 40 : 0);
                    }
                    share.close();
                    share.release(5);
                }
            }));
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(quota.heldBytes()).isZero();
        assertThat(open("late", "10.0.0.1").hold(500)).isTrue();
    }
}
