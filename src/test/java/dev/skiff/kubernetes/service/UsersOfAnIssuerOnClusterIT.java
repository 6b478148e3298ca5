package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.ServedNamespace;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.oidc.FakeIssuer;
import dev.skiff.oidc.OidcVerifier;
import dev.skiff.port.Await;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WatchEvent;
import dev.skiff.port.service.WorkflowService.Session;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users of an issuer on a real API server, in two namespaces. The server that vouches for them is a service account with the right that
 * {@code k8s/components/oidc} grants, and no other: what they may do is theirs.
 */
class UsersOfAnIssuerOnClusterIT {
    private static final ResourceKind WORKFLOW = ResourceKind.WORKFLOW;
    private static final String SERVER = "vouching";

    @TempDir
    static Path directory;

    private static ServedNamespace first;
    private static ServedNamespace second;
    private static FakeIssuer issuer;
    private static KubernetesClient admin;
    private static ClusterService service;

    @BeforeAll
    static void begin() throws IOException {
        ClusterOfTests.assumed();
        first = ServedNamespace.of("skiff-users-a", directory);
        second = ServedNamespace.of("skiff-users-b", directory);
        first.kubectl("apply", "-f", "k8s/components/oidc/rights.yaml");
        first.kubectl("create", "serviceaccount", SERVER);
        first.kubectl(
                "create",
                "clusterrolebinding",
                "skiff-users-it",
                "--clusterrole=skiff-impersonate",
                "--serviceaccount=" + first.name() + ":" + SERVER);
        may(first, "--user=oidc:ann");
        may(second, "--group=oidc:team");
        issuer = new FakeIssuer();
        admin = Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null));
        service = service(EnumSet.of(AuthMode.CLIENT, AuthMode.OIDC));
    }

    private static void may(ServedNamespace namespace, String subject) {
        namespace.kubectl("create", "role", "users", "--verb=*", "--resource=workflows.argoproj.io");
        namespace.kubectl("create", "rolebinding", "users", "--role=users", subject);
    }

    /** Its own identity is the service account's. */
    private static ClusterService service(EnumSet<AuthMode> modes) throws IOException {
        Path kubeconfig = directory.resolve("vouching.kubeconfig");
        Config known = admin.getConfiguration();
        String authority = known.getCaCertData() == null
                ? "certificate-authority: " + known.getCaCertFile()
                : "certificate-authority-data: " + known.getCaCertData();
        Files.writeString(
                kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: it
                clusters: [{name: it, cluster: {server: "SERVER", AUTHORITY}}]
                users: [{name: it, user: {token: TOKEN}}]
                contexts: [{name: it, context: {cluster: it, user: it}}]
                """.replace("SERVER", known.getMasterUrl()).replace("AUTHORITY", authority).replace(
                        "TOKEN", first.kubectl("create", "token", SERVER).strip()));
        return new ClusterService(
                Callers.of(
                        modes,
                        FabricApi.forCallers(Connections.anonymous(admin)),
                        FabricApi.forCallers(Connections.of(
                                new ClusterAccess(kubeconfig.toString(), null), Connections.Manner.CALLERS)),
                        modes.contains(AuthMode.OIDC)
                                ? new OidcVerifier(issuer.settings("oidc:", "groups", "oidc:"), InstantSource.system())
                                : null),
                new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY));
    }

    @AfterAll
    static void end() {
        if (service != null) {
            service.close();
            admin.close();
            issuer.close();
        }
        if (second != null) {
            first.tryKubectl("delete", "clusterrolebinding", "skiff-users-it", "skiff-impersonate");
            first.tryKubectl("delete", "clusterrole", "skiff-impersonate");
            second.close();
            first.close();
        }
    }

    private static Session as(String subject, Consumer<JwtClaims> change) {
        return service.as(new Caller(issuer.token(claims -> {
            claims.setSubject(subject);
            claims.setExpirationTime(NumericDate.fromMilliseconds(System.currentTimeMillis() + 60_000));
            claims.setIssuedAtToNow();
            change.accept(claims);
        })));
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private static ServiceException refused(Act act) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, act::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static ObjectNode workflow(String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", name);
        ObjectNode template = object.putObject("spec")
                .put("entrypoint", "main")
                .putArray("templates")
                .addObject();
        template.put("name", "main").putObject("suspend");
        return object;
    }

    @Test
    void eachUserMayDoWhatTheClusterSays() throws Exception {
        Session ann = as("ann", claims -> {});
        ann.create(WORKFLOW, first.name(), workflow("anns"), false);
        assertThat(ann.list(WORKFLOW, first.name(), ListQuery.ALL).items()).hasSize(1);
        ann.ask(first.name(), "anns", new Request.Suspend());

        ServiceException elsewhere = refused(() -> ann.list(WORKFLOW, second.name(), ListQuery.ALL));
        assertThat(elsewhere.why()).isEqualTo(Why.FORBIDDEN);
        assertThat(elsewhere.getMessage())
                .contains("the user oidc:ann may not list workflows of argoproj.io in the namespace " + second.name());
        assertThat(refused(() -> ann.list(WORKFLOW, "", ListQuery.ALL)).why()).isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> ann.create(WORKFLOW, second.name(), workflow("anns"), false))
                        .why())
                .isEqualTo(Why.FORBIDDEN);

        Session bob = as("bob", claims -> claims.setStringListClaim("groups", "team"));
        assertThat(bob.list(WORKFLOW, second.name(), ListQuery.ALL).items()).isEmpty();
        assertThat(refused(() -> bob.get(WORKFLOW, first.name(), "anns")).why()).isEqualTo(Why.FORBIDDEN);
        ann.delete(WORKFLOW, first.name(), "anns", false);
    }

    @Test
    void aUserIsToldHowTheClusterKnowsHim() throws Exception {
        UserInfo bob = as("bob", claims -> {
                    claims.setStringListClaim("groups", "team");
                    claims.setClaim("email", "bob@example.org");
                })
                .user();
        assertThat(bob.subject()).isEqualTo("oidc:bob");
        assertThat(bob.groups()).contains("oidc:team", "system:authenticated");
        assertThat(bob.email()).isEqualTo("bob@example.org");
        assertThat(bob.issuer()).isEqualTo(issuer.url());
        assertThat(bob.serviceAccountName()).isEmpty();
    }

    @Test
    void theServersOwnRightsAreNobodys() throws Exception {
        assertThat(refused(() -> as("stranger", claims -> {}).list(WORKFLOW, first.name(), ListQuery.ALL))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        // its own token is one of the cluster's like others, and may list nothing
        String own = first.kubectl("create", "token", SERVER).strip();
        assertThat(refused(() -> service.as(new Caller(own)).list(WORKFLOW, first.name(), ListQuery.ALL))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        try (ClusterService open = service(EnumSet.of(AuthMode.SERVER))) {
            ServiceException itself = refused(() -> open.as(Caller.NOBODY).list(WORKFLOW, first.name(), ListQuery.ALL));
            assertThat(itself.getMessage()).contains("the service account " + first.name() + "/" + SERVER);
        }
        assertThat(refused(() -> as("ann", claims -> claims.setAudience("others")))
                        .why())
                .isEqualTo(Why.UNAUTHENTICATED);
        assertThat(refused(() -> service.as(new Caller("no.such.token")).list(WORKFLOW, first.name(), ListQuery.ALL))
                        .why())
                .isEqualTo(Why.UNAUTHENTICATED);
    }

    /** With a right to some groups alone, a user who is in another one may do nothing: it does not fall away. */
    @Test
    void aServerThatMayNameSomeGroupsNamesNoOther() throws Exception {
        String rule = "{\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"users\"],\"verbs\":[\"impersonate\"]},"
                + "{\"apiGroups\":[\"\"],\"resources\":[\"groups\"],\"verbs\":[\"impersonate\"],"
                + "\"resourceNames\":[\"oidc:team\"]}]}";
        first.kubectl("patch", "clusterrole", "skiff-impersonate", "--type=merge", "-p", rule);
        try {
            Session bob = as("bob", claims -> claims.setStringListClaim("groups", "team"));
            assertThat(bob.list(WORKFLOW, second.name(), ListQuery.ALL).items()).isEmpty();
            Session eve = as("eve", claims -> claims.setStringListClaim("groups", "team", "other"));
            AtomicReference<String> said = new AtomicReference<>("");
            Await.until("the API server has read the rule", () -> refuses(eve, said), said::get);
            assertThat(said.get()).contains("impersonate groups", SERVER);
        } finally {
            first.kubectl("apply", "-f", "k8s/components/oidc/rights.yaml");
        }
    }

    private static boolean refuses(Session user, AtomicReference<String> said) {
        try {
            user.list(WORKFLOW, second.name(), ListQuery.ALL);
            return false;
        } catch (ServiceException e) {
            said.set(e.why() + ": " + e.getMessage());
            return e.why() == Why.FORBIDDEN;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aUserWatches() throws Exception {
        LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
        Session ann = as("ann", claims -> {});
        Thread watching = Thread.ofVirtual().start(() -> {
            try {
                ann.watch(WORKFLOW, first.name(), ListQuery.named("watched"), events::put);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ann.create(WORKFLOW, first.name(), workflow("watched"), false);
        WatchEvent event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.type()).isEqualTo("ADDED");
        watching.interrupt();
        ann.delete(WORKFLOW, first.name(), "watched", false);
        watching.join();
    }
}
