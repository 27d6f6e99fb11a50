// Package machine is this computer: the run-time folder in which its games find each other, the locks by which they
// know of each other, and who else may write there.
//
// A game that runs holds the lock beside its record. So:
//
//   - A peer is dead when its record is there and its lock is free, and at no other time.
//   - What a dead peer has left behind is cleared, but not before others had time to see it.
//   - Nothing is read or written in a folder that others may write to.
//   - [Directory.Running] and [Directory.Runs] tell what was last seen, and read no file: the game's thread may
//     ask them.
package machine
