package dev.skiff.port.service;

import java.util.List;

/** Who a caller is, as {@code /api/v1/userinfo} tells; empty strings for what is not known. */
public record UserInfo(
        String issuer,
        String subject,
        String name,
        String email,
        List<String> groups,
        String serviceAccountName,
        String serviceAccountNamespace) {
    public UserInfo {
        groups = List.copyOf(groups);
    }
}
