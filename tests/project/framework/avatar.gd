extends Node
## What a [MultiplayerSpawner] spawns in the cases, and a [MultiplayerSynchronizer] keeps the same.

## Sent when it changes.
@export var score := 0
## Sent in every frame.
@export var place := 0
