import FoundationEssentials
import TerminalKit

/// How far the tour is.
struct TourState: Sendable, Equatable {
    var step = 0
    /// How many keys of the step have been pressed.
    var pressed = 0
    /// When the next key may be pressed, or the next step may begin.
    var due: Date

    init(now: Date) { due = now.addingTimeInterval(TourUpdate.reading(TourScript.steps[0].caption)) }
}

/// The tour presses keys as a user does. A key of the user ends it.
enum TourUpdate {
    /// Presses the next key if it is time, or begins the next step if the screens show the result of this one.
    static func advance(_ state: inout AppState) -> [Effect] {
        guard var tour = state.tour, tour.due <= state.now else { return [] }
        let step = TourScript.steps[tour.step]
        if tour.pressed < step.keys.count {
            let key = step.keys[tour.pressed]
            tour.pressed += 1
            tour.due = state.now.addingTimeInterval(pause(after: key))
            state.tour = tour
            return Update.press(key, &state)
        }
        guard step.isDone(state) else { return [] }
        if tour.step + 1 < TourScript.steps.count {
            tour.step += 1
            tour.pressed = 0
            tour.due = state.now.addingTimeInterval(reading(TourScript.steps[tour.step].caption))
            state.tour = tour
        } else {
            state.tour = nil
        }
        return []
    }

    /// A user's key ends the tour and does nothing else.
    static func end(_ state: inout AppState) {
        state.tour = nil
        state.say("The tour has ended. The demo is yours; ? shows the keys.")
    }

    /// When the tour goes on by itself. Nil while it waits for the result of a key.
    static func next(_ state: AppState) -> Date? { state.tour.flatMap { $0.due > state.now ? $0.due : nil } }

    /// How long a caption is shown before its keys are pressed, in seconds.
    static func reading(_ caption: String) -> TimeInterval { 2.5 + 0.055 * Double(caption.utf8.count) }

    private static func pause(after key: Key) -> TimeInterval {
        if case .char = key { 0.15 } else { 1 }
    }
}

enum TourView {
    /// The caption takes the place of the last line, and stays above dialogs.
    static func draw(_ tour: TourState, in area: Rect, of frame: inout Frame) {
        let place = "Tour \(tour.step + 1)/\(TourScript.steps.count)  "
        let line = [Span(place, .accent), Span(TourScript.steps[tour.step].caption, .title)]
        StatusLine.draw(into: &frame, area: area, left: line, right: area.width < 100 ? [] : [Span("any key ends the tour", .dim)])
    }
}
