/**
 * Workflows as objects of a cluster: read from a watch, their status written back in small patches, and what belongs to them there:
 * templates, caches in ConfigMaps, locks, Events.
 */
@NullMarked
package dev.skiff.kubernetes.workflows;

import org.jspecify.annotations.NullMarked;
