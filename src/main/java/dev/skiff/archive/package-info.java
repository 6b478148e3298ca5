/** Workflows that have ended, in a PostgreSQL database: in the tables of Argo's archive, so that either reads what the other has kept. */
@NullMarked
package dev.skiff.archive;

import org.jspecify.annotations.NullMarked;
