package dev.skiff.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElectionTest {

    private static final Instant T0 = Instant.parse("2026-11-25T12:00:00Z");
    private static final Election ME = Election.begin("me", LeaseTimes.DEFAULT);

    private static Instant at(int second) {
        return T0.plusSeconds(second);
    }

    private static Lease of(String holder, int renewed) {
        return new Lease("7", holder, Duration.ofSeconds(15), "a", Lease.text(at(renewed)), 3);
    }

    @Test
    void aLeaseThatIsNotThereIsMade() {
        Lease bid = ME.saw(null, at(0)).bid(at(0)).orElseThrow();

        assertThat(bid.json("argo", "workflow-controller"))
                .hasToString(
                        "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"namespace\":\"argo\","
                                + "\"name\":\"workflow-controller\"},\"spec\":{\"holderIdentity\":\"me\",\"leaseDurationSeconds\":15,"
                                + "\"acquireTime\":\"2026-11-25T12:00:00.000000Z\",\"renewTime\":\"2026-11-25T12:00:00.000000Z\","
                                + "\"leaseTransitions\":0}}");
    }

    @Test
    void anothersLeaseIsWaitedFor() {
        assertThat(ME.saw(of("other", 0), at(0)).bid(at(14))).isEmpty();
    }

    @Test
    void aLeaseThatDoesNotChangeForItsDurationIsTakenOver() {
        Election seen = ME.saw(of("other", 0), at(0)).saw(of("other", 0), at(15));

        assertThat(seen.bid(at(15))).hasValueSatisfying(bid -> {
            assertThat(bid.holder()).isEqualTo("me");
            assertThat(bid.version()).isEqualTo("7");
            assertThat(bid.transitions()).isEqualTo(4);
        });
    }

    @Test
    void aLeaseThatIsRenewedIsNotTakenOverHoweverWrongItsHoldersClockIs() {
        Election seen = ME.saw(of("other", -9000), at(0)).saw(of("other", -8995), at(14));

        assertThat(seen.bid(at(28))).isEmpty();
        assertThat(seen.bid(at(29))).isPresent();
    }

    @Test
    void aHolderThatPromisesLongerIsWaitedForLonger() {
        Lease long1 = new Lease("7", "other", Duration.ofSeconds(60), "a", "b", 0);

        assertThat(ME.saw(long1, at(0)).bid(at(59))).isEmpty();
        assertThat(ME.saw(long1, at(0)).bid(at(60))).isPresent();
    }

    @Test
    void aLeaseThatWasGivenBackIsTakenAtOnce() {
        assertThat(ME.saw(of("", 0), at(0)).bid(at(0))).isPresent();
    }

    @Test
    void aLeaderLeadsUntilItsDeadlineWhichIsBeforeAnybodyElseMayBid() {
        Election leader = ME.wrote(of("me", 0), at(0));
        Election other = Election.begin("other", LeaseTimes.DEFAULT).saw(of("me", 0), at(0));

        assertThat(leader.leads(at(9))).isTrue();
        assertThat(leader.leads(at(10))).isFalse();
        assertThat(other.bid(at(14))).isEmpty();
        assertThat(other.bid(at(15))).isPresent();
    }

    @Test
    void aRenewalKeepsTheTimeOfTheTakeover() {
        Lease renewal = ME.wrote(of("me", 0), at(0)).bid(at(5)).orElseThrow();

        assertThat(renewal.acquired()).isEqualTo("a");
        assertThat(renewal.renewed()).isEqualTo(Lease.text(at(5)));
        assertThat(renewal.transitions()).isEqualTo(3);
    }

    @Test
    void aLeaderWhoseLeaseIsAnothersLeadsNoMore() {
        assertThat(ME.wrote(of("me", 0), at(0)).saw(of("other", 1), at(1)).leads(at(1)))
                .isFalse();
    }

    @Test
    void afterARestartUnderTheSameNameTheLeaseIsRenewedAtOnce() {
        assertThat(ME.saw(of("me", 0), at(1)).leads(at(1))).isFalse();
        assertThat(ME.saw(of("me", 0), at(1)).bid(at(1))).isPresent();
    }

    @Test
    void onlyAHolderGivesBack() {
        assertThat(ME.saw(of("other", 0), at(0)).release(at(1))).isEmpty();
        assertThat(ME.wrote(of("me", 0), at(0)).release(at(1)))
                .hasValueSatisfying(lease -> assertThat(lease.holder()).isEmpty());
    }

    @Test
    void theTimesComeFromArgosVariables() {
        assertThat(LeaseTimes.of(Map.of())).isEqualTo(LeaseTimes.DEFAULT);
        assertThat(LeaseTimes.of(Map.of(
                        "LEADER_ELECTION_LEASE_DURATION", "1m",
                        "LEADER_ELECTION_RENEW_DEADLINE", "40s",
                        "LEADER_ELECTION_RETRY_PERIOD", "500ms")))
                .isEqualTo(new LeaseTimes(Duration.ofMinutes(1), Duration.ofSeconds(40), Duration.ofMillis(500)));
        assertThatThrownBy(() -> LeaseTimes.of(Map.of("LEADER_ELECTION_RETRY_PERIOD", "often")))
                .hasMessage("LEADER_ELECTION_RETRY_PERIOD: expected a duration such as 15s, but this is \"often\"");
        assertThatThrownBy(() -> LeaseTimes.of(Map.of("LEADER_ELECTION_RENEW_DEADLINE", "20s")))
                .hasMessageContaining("renew deadline (20s) below the lease duration (15s)");
    }
}
