package dev.skiff.port.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which objects, and how many at once.
 *
 * @param labels a label selector in Kubernetes' syntax; empty for all
 * @param fields a field selector: {@code metadata.name}, {@code metadata.namespace}, {@code status.phase} …; empty for all
 * @param name what the name is compared with; empty for all
 * @param limit most objects of a page; 0 for the service's own limit
 * @param continueToken where the page begins, from {@link Listing#continueToken}; empty for the first
 * @param resourceVersion for a watch: what is known already; empty to hear first of all that there is
 * @param shown what is wanted of each object
 */
public record ListQuery(
        String labels,
        String fields,
        NameFilter nameFilter,
        String name,
        @Nullable Instant createdAfter,
        @Nullable Instant finishedBefore,
        int limit,
        String continueToken,
        String resourceVersion,
        Projection shown) {

    /** All of each object. */
    public ListQuery(
            String labels,
            String fields,
            NameFilter nameFilter,
            String name,
            @Nullable Instant createdAfter,
            @Nullable Instant finishedBefore,
            int limit,
            String continueToken,
            String resourceVersion) {
        this(
                labels,
                fields,
                nameFilter,
                name,
                createdAfter,
                finishedBefore,
                limit,
                continueToken,
                resourceVersion,
                Projection.EVERYTHING);
    }

    /** How the name is compared ({@code nameFilter} of Argo's server). */
    public enum NameFilter {
        EXACT,
        PREFIX,
        CONTAINS
    }

    /** Everything, a page of the service's own length. */
    public static final ListQuery ALL = new ListQuery("", "", NameFilter.EXACT, "", null, null, 0, "", "");

    /** The one object of this name. */
    public static ListQuery named(String name) {
        return ALL.withFields("metadata.name=" + name);
    }

    public ListQuery withFields(String selector) {
        return new ListQuery(
                labels,
                selector,
                nameFilter,
                name,
                createdAfter,
                finishedBefore,
                limit,
                continueToken,
                resourceVersion,
                shown);
    }

    public ListQuery withLabels(String selector) {
        return new ListQuery(
                selector,
                fields,
                nameFilter,
                name,
                createdAfter,
                finishedBefore,
                limit,
                continueToken,
                resourceVersion,
                shown);
    }

    /** What is wanted of each object. */
    public ListQuery showing(Projection wanted) {
        return new ListQuery(
                labels,
                fields,
                nameFilter,
                name,
                createdAfter,
                finishedBefore,
                limit,
                continueToken,
                resourceVersion,
                wanted);
    }

    /** A watch. @param version what is known already; empty for nothing */
    public ListQuery watchedFrom(String version) {
        return new ListQuery(
                labels, fields, nameFilter, name, createdAfter, finishedBefore, limit, continueToken, version, shown);
    }

    /** A page. @param token empty for the first */
    public ListQuery page(int most, String token) {
        return new ListQuery(
                labels, fields, nameFilter, name, createdAfter, finishedBefore, most, token, resourceVersion, shown);
    }
}
