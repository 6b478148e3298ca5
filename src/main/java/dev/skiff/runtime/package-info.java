/** The shell around the engine: a mailbox per run, commands carried out on ports, recovery by replay. */
@NullMarked
package dev.skiff.runtime;

import org.jspecify.annotations.NullMarked;
