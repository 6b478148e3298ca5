/** What Skiff costs: run by {@code make bench}, never by the tests. */
@NullMarked
package dev.skiff.bench;

import org.jspecify.annotations.NullMarked;
