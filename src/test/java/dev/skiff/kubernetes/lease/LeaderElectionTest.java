package dev.skiff.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.kubernetes.client.KubeProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {

    private static final LeaseTimes QUICK =
            new LeaseTimes(Duration.ofMillis(1000), Duration.ofMillis(600), Duration.ofMillis(30));

    private final FakeLeases leases = new FakeLeases();
    private final List<LeaderElection> started = new ArrayList<>();

    @AfterEach
    void end() {
        leases.silent(false);
        leases.refusing(null);
        started.forEach(LeaderElection::close);
    }

    private final class Candidate implements LeaderElection.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final LeaderElection election;

        Candidate(String identity) {
            election =
                    new LeaderElection(leases, "argo", LeaderElection.NAME, identity, QUICK, Clock.systemUTC(), this);
            started.add(election);
            election.start();
        }

        @Override
        public void leads() {
            heard.add("leads");
        }

        @Override
        public void lost(String why) {
            heard.add("lost: " + why);
        }

        @Override
        public void troubled(String problem) {
            // each try tells it anew; only what changes counts here
        }

        @Override
        public void follows(String leader) {
            heard.add("follows " + leader);
        }

        void hears(String expected) throws InterruptedException {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull().startsWith(expected);
        }
    }

    @Test
    void ofTwoStartedByMistakeOneWaitsAndTakesOverWhenTheOtherEnds() throws Exception {
        var first = new Candidate("first");
        first.hears("leads");
        var second = new Candidate("second");
        second.hears("follows first");
        assertThat(second.election.leading()).isFalse();

        first.election.close();

        first.hears("lost: this controller ends");
        second.hears("leads");
        assertThat(leases.lease())
                .hasValueSatisfying(lease -> assertThat(lease.holder()).isEqualTo("second"));
    }

    @Test
    void aLeaderThatTheServerDoesNotAnswerStopsInTime() throws Exception {
        var leader = new Candidate("leader");
        leader.hears("leads");

        leases.silent(true);

        leader.hears("lost: the lease argo/workflow-controller could not be renewed in time");
        assertThat(leader.election.leading()).isFalse();
        leases.silent(false);
        leader.hears("leads");
    }

    @Test
    void aLeaderThatTheServerRefusesStopsInTime() throws Exception {
        var leader = new Candidate("leader");
        leader.hears("leads");

        leases.refusing(new KubeProblem(503, "", "the server is overloaded", null));

        leader.hears("lost: ");
    }

    @Test
    void aLeaderWhoseLeaseWasTakenStopsAtOnceAndNamesTheOther() throws Exception {
        var leader = new Candidate("leader");
        leader.hears("leads");

        leases.put(new Lease("", "thief", Duration.ofSeconds(15), "a", "b", 9));

        leader.hears("lost: the lease argo/workflow-controller has been taken by thief");
        leader.hears("follows thief");
    }

    @Test
    void aWriteOfSomebodyElseThatLeavesTheHolderIsNoLoss() throws Exception {
        var leader = new Candidate("leader");
        leader.hears("leads");
        Lease mine = leases.lease().orElseThrow();

        leases.put(mine);

        int before = leases.calls().size();
        while (leases.calls().size() < before + 6) {
            Thread.sleep(5);
        }
        assertThat(leader.heard).isEmpty();
        assertThat(leader.election.leading()).isTrue();
    }

    @Test
    void aLeaseThatIsDeletedIsMadeAnew() throws Exception {
        var leader = new Candidate("leader");
        leader.hears("leads");

        leases.remove();

        leader.hears("lost: the lease argo/workflow-controller has been deleted");
        leader.hears("leads");
        assertThat(leases.lease())
                .hasValueSatisfying(lease -> assertThat(lease.holder()).isEqualTo("leader"));
    }

    @Test
    void aRenewalIsOneCall() throws Exception {
        var leader = new Candidate("leader");
        leader.hears("leads");
        while (leases.calls().size() < 6) {
            Thread.sleep(5);
        }

        assertThat(leases.calls().subList(2, 6))
                .containsOnly("PUT /apis/coordination.k8s.io/v1/namespaces/argo/leases/workflow-controller");
    }

    @Test
    void eachInstanceHasItsOwnLease() {
        assertThat(LeaderElection.name("")).isEqualTo("workflow-controller");
        assertThat(LeaderElection.name("blue")).isEqualTo("workflow-controller-blue");
    }
}
