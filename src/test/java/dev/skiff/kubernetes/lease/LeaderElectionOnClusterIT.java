package dev.skiff.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.NeedsACluster;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.port.ClusterAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two controllers and one lease on the API server of the cluster of the tests. */
@NeedsACluster
class LeaderElectionOnClusterIT {
    private static final LeaseTimes QUICK =
            new LeaseTimes(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofMillis(200));

    private final String name = "skiff-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final KubeApi api = new FabricApi(Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null)));

    @AfterEach
    void remove() throws InterruptedException {
        api.await(Call.delete("/apis/coordination.k8s.io/v1/namespaces/default/leases/" + name));
        api.close();
    }

    private LeaderElection candidate(String identity) {
        var election = new LeaderElection(api, "default", name, identity, QUICK, Clock.systemUTC(), new Told(identity));
        election.start();
        return election;
    }

    private final class Told implements LeaderElection.Listener {
        private final String identity;

        Told(String identity) {
            this.identity = identity;
        }

        @Override
        public void leads() {
            heard.add(identity + " leads");
        }

        @Override
        public void lost(String why) {
            heard.add(identity + " lost: " + why);
        }

        @Override
        public void troubled(String problem) {
            heard.add(identity + " troubled: " + problem);
        }

        @Override
        public void follows(String leader) {
            heard.add(identity + " follows " + leader);
        }
    }

    @Test
    void theSecondWaitsForTheFirst() throws Exception {
        try (var first = candidate("first")) {
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("first leads");
            try (var second = candidate("second")) {
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second follows first");
                first.close();
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("first lost: this controller ends");
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second leads");
                assertThat(second.leading()).isTrue();
            }
        }
    }
}
