/** What images start by themselves, from the registries that have them. */
@NullMarked
package dev.skiff.kubernetes.registry;

import org.jspecify.annotations.NullMarked;
