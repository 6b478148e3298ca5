/** What a laptop needs instead of a cluster: runs kept in files, alarms and owners in this process. */
@NullMarked
package dev.skiff.local;

import org.jspecify.annotations.NullMarked;
