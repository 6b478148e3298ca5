package dev.skiff.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HostAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hostAliases} and {@code dnsConfig} → how the containers of a task resolve names. */
final class PodNames {

    private PodNames() {}

    static void add(PodScope scope, ObjectNode hostConfig) {
        for (HostAlias alias : scope.pod().hostAliases()) {
            alias.getHostnames()
                    .forEach(name -> hostConfig.withArray("ExtraHosts").add(name + ":" + alias.getIp()));
        }
        var dns = scope.pod().dnsConfig();
        if (dns == null) {
            return;
        }
        strings(dns.getNameservers(), "Dns", hostConfig);
        strings(dns.getSearches(), "DnsSearch", hostConfig);
        if (dns.getOptions() != null && !dns.getOptions().isEmpty()) {
            ArrayNode options = hostConfig.putArray("DnsOptions");
            dns.getOptions()
                    .forEach(o -> options.add(o.getValue() == null ? o.getName() : o.getName() + ":" + o.getValue()));
        }
    }

    private static void strings(@Nullable List<String> values, String field, ObjectNode to) {
        if (values != null && !values.isEmpty()) {
            ArrayNode array = to.putArray(field);
            values.forEach(array::add);
        }
    }
}
