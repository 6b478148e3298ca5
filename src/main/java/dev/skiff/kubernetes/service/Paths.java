package dev.skiff.kubernetes.service;

import dev.skiff.kubernetes.client.Call;
import dev.skiff.model.ArgoObject;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.util.regex.Pattern;

/** Where objects are in the API. Names that no object can have are refused before they become part of a path. */
final class Paths {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final int LONGEST = 253;

    private Paths() {}

    /** @param namespace empty for all, and for kinds without one */
    static String collection(ResourceKind kind, String namespace) {
        String group = "/apis/" + ArgoObject.API_VERSION;
        return kind.namespaced() && !namespace.isEmpty()
                ? group + "/namespaces/" + checked("namespace", namespace) + "/" + kind.plural()
                : group + "/" + kind.plural();
    }

    static String object(ResourceKind kind, String namespace, String name) {
        if (kind.namespaced() && namespace.isEmpty()) {
            throw new ServiceException(
                    ServiceException.Why.INVALID, "say in which namespace the " + kind.kind() + " " + name + " is");
        }
        return collection(kind, namespace) + "/" + checked("name", name);
    }

    /** Of the core group. @param namespace empty for all */
    static String core(String namespace, String plural) {
        return namespace.isEmpty()
                ? "/api/v1/" + plural
                : "/api/v1/namespaces/" + checked("namespace", namespace) + "/" + plural;
    }

    static String core(String namespace, String plural, String name) {
        return core(namespace, plural) + "/" + checked("name", name);
    }

    private static String checked(String what, String name) {
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw new ServiceException(
                    ServiceException.Why.INVALID,
                    "'" + name.substring(0, Math.min(name.length(), LONGEST)) + "' is no " + what
                            + ": lower case letters, digits, '-' and '.', a letter or digit first and last");
        }
        return Call.encoded(name);
    }
}
