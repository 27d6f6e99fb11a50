package steam

import (
	"errors"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

// calling returns what a call of the method does. All choices that a row makes
// are made here, so that a call has none left.
func (r *row) calling(s *Steam) func(call) {
	checks := r.checks()
	do := r.own.run
	if do == nil {
		do = r.onEither
	}
	if r.only && r.notAlone != "" {
		do = r.warning(do)
	}
	if r.own.fails {
		do = r.telling(do)
	}
	return func(c call) {
		on := s.running.Load()
		if on == nil && !r.anytime {
			s.reportNotRunning(r.name)
			r.fail(s, c)
			return
		}
		if r.me > 0 && c.Int(r.me-1) == 0 {
			c.Replace(r.me-1, int64(on.SteamID()))
		}
		for i := range checks {
			k := &checks[i]
			if k.quiet != nil && k.quiet(c, k.arg) {
				return
			}
			var err error
			switch {
			case k.check != nil:
				err = k.check(c, k.arg, k.name)
			case k.resolve != nil:
				err = k.resolve(s, c, k.arg, k.name)
			}
			if err != nil {
				s.errors.report(r.name, err)
				r.fail(s, c)
				return
			}
		}
		if err := do(s, on, c); err != nil {
			s.say(r.name, err)
		}
	}
}

// check is a check of an argument.
type check struct {
	arg  int
	name string
	*kind
}

// checks are those of the arguments that have any.
func (r *row) checks() (list []check) {
	for i, a := range r.args {
		if a.kind.check != nil || a.kind.quiet != nil || a.kind.resolve != nil {
			list = append(list, check{i, a.name, a.kind})
		}
	}
	return list
}

// onEither does what a plain method does: asks Steam, or what stands in for it.
func (r *row) onEither(s *Steam, on *started, c call) error {
	if steam, ok := on.Platform.(platform.Valve); ok {
		r.ask(on, steam, c)
		return nil
	}
	if r.alone.run == nil {
		r.fail(s, c)
		return nil
	}
	err := r.alone.run(s, on, c)
	if r.alone.fails && r.result.kind != nil {
		c.SetBool(err == nil)
	}
	return err
}

// warning warns first where there is nothing without Steam.
func (r *row) warning(do doing) doing {
	return func(s *Steam, on *started, c call) error {
		if !on.onSteam() {
			s.errors.warn(r.name, argumentError{r.notAlone}) // not the game's mistake
		}
		return do(s, on, c)
	}
}

// telling answers whether there was no error.
func (r *row) telling(do doing) doing {
	if r.result.kind == nil {
		return do
	}
	return func(s *Steam, on *started, c call) error {
		err := do(s, on, c)
		c.SetBool(err == nil)
		return err
	}
}

// onSteam reports whether the platform is Valve's library.
func (on *started) onSteam() bool {
	if on == nil {
		return false
	}
	_, ok := on.Platform.(platform.Valve)
	return ok
}

// say tells why something was not done: a mistake of the game's as an error, a
// refusal as a warning, and what happens to every game not at all.
func (s *Steam) say(method string, err error) {
	var refusal steamtypes.Refusal
	switch {
	case errors.Is(err, steamtypes.ErrNotInLobby), errors.Is(err, steamtypes.ErrNoMember):
		// They leave at any time.
	case errors.Is(err, networking.ErrQueueFull), errors.As(err, &refusal), errors.Is(err, errNoNetworking):
		s.errors.warn(method, err)
	default:
		s.errors.report(method, err)
	}
}

// fail answers for a call that can't be made: false, 0 or nothing, unless the
// row knows better.
func (r *row) fail(s *Steam, c call) {
	if r.failing != nil {
		r.failing(s, c)
	}
}

// method is the row as Godot is told of it.
func (r *row) method(s *Steam) gd.Method {
	m := gd.Method{Name: r.name, Result: r.resultType(), Vararg: r.vararg, Call: r.calling(s)}
	if r.result.kind != nil {
		m.ResultEnum = r.result.kind.enum
	}
	if r.returns != nil {
		m.Result = r.returns(s)
	}
	for _, a := range r.args {
		m.Params = append(m.Params, gd.Param{Name: a.name, Type: a.kind.godot, Enum: a.kind.enum, Default: a.def})
	}
	switch {
	case r.cells != nil && r.emptyAtZero:
		m = m.EmptyWhileZero(r.cells(&s.published), r.chooses)
	case r.cells != nil:
		m = m.PublishedIn(r.cells(&s.published))
	}
	return m
}
