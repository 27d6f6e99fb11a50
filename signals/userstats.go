package signals

var (
	currentStatsReceived = Signal{
		Name: "current_stats_received",
		Args: []Arg{{Name: "game_id"}, {Name: "result"}, {Name: "user_id"}},
	}
	userStatsReceived = Signal{
		Name: "user_stats_received",
		Args: []Arg{{Name: "game_id"}, {Name: "result"}, {Name: "user_id"}},
	}
	userStatsStored = Signal{
		Name: "user_stats_stored",
		Args: []Arg{{Name: "game_id"}, {Name: "result"}},
	}
)

// CurrentStatsReceived says that the user's statistics are there.
type CurrentStatsReceived struct {
	Game   uint64
	Result int // EResult
	User   uint64
}

// Signal implements [Event].
func (CurrentStatsReceived) Signal() *Signal { return &currentStatsReceived }

// Args implements [Event].
func (e CurrentStatsReceived) Args() []any {
	return []any{int64(e.Game), int64(e.Result), int64(e.User)}
}

// UserStatsReceived says that another user's statistics are there, or not.
type UserStatsReceived struct {
	Game   uint64
	Result int // EResult
	User   uint64
}

// Signal implements [Event].
func (UserStatsReceived) Signal() *Signal { return &userStatsReceived }

// Args implements [Event].
func (e UserStatsReceived) Args() []any {
	return []any{int64(e.Game), int64(e.Result), int64(e.User)}
}

// UserStatsStored says that Steam has what the game stored.
type UserStatsStored struct {
	Game   uint64
	Result int // EResult
}

// Signal implements [Event].
func (UserStatsStored) Signal() *Signal { return &userStatsStored }

// Args implements [Event].
func (e UserStatsStored) Args() []any { return []any{int64(e.Game), int64(e.Result)} }
