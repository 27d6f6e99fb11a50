extends Node

@export var score := 0
@export var always := 0
