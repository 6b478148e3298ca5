/** The command line: one class per command, thin, each returning its exit code. */
@NullMarked
package dev.skiff.cli;

import org.jspecify.annotations.NullMarked;
