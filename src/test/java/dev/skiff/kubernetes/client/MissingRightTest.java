package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingRightTest {

    private static final String REFUSED =
            "pods is forbidden: User \"system:serviceaccount:argo:skiff\" cannot list resource \"pods\" in"
                    + " API group \"\" in the namespace \"work\"";

    @Test
    void aMissingRightInANamespaceIsNamedWithTheLineThatGrantsIt() {
        assertThat(MissingRight.of(new KubeProblem(403, "Forbidden", REFUSED, null)))
                .hasValueSatisfying(right -> assertThat(right.sentence()).isEqualTo("""
                        the service account argo/skiff may not list pods in the namespace work; add to the rules of a Role of the namespace work that is bound to it:
                          - {apiGroups: [""], resources: [pods], verbs: [list]}"""));
    }

    @Test
    void aMissingRightInTheClusterNeedsAClusterRole() {
        String message =
                "workflows.argoproj.io is forbidden: User \"jane\" cannot watch resource \"workflows\" in API group"
                        + " \"argoproj.io\" at the cluster scope";

        assertThat(MissingRight.in(message))
                .hasValueSatisfying(right -> assertThat(right.sentence()).isEqualTo("""
                the user jane may not watch workflows of argoproj.io in the whole cluster; add to the rules of a ClusterRole that is bound to it:
                  - {apiGroups: ["argoproj.io"], resources: [workflows], verbs: [watch]}"""));
    }

    @Test
    void aSubresourceKeepsItsName() {
        String message =
                "pods \"a\" is forbidden: User \"system:serviceaccount:a:b\" cannot get resource \"pods/log\" in API group"
                        + " \"\" in the namespace \"a\": RBAC: clusterrole.rbac.authorization.k8s.io \"x\" not found";

        assertThat(MissingRight.in(message))
                .contains(new MissingRight("system:serviceaccount:a:b", "get", "", "pods/log", "a"));
    }

    @Test
    void aQuotaIsNoMissingRight() {
        var quota = new KubeProblem(
                403, "Forbidden", "pods \"a\" is forbidden: exceeded quota: q, requested: pods=1", null);

        assertThat(MissingRight.of(quota)).isEmpty();
    }

    @Test
    void onlyARefusalIsOne() {
        assertThat(MissingRight.of(new KubeProblem(404, "NotFound", REFUSED, null)))
                .isEmpty();
    }
}
