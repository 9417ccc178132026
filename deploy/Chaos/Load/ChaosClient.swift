import EventLoop
import HTTPClient
import HTTPWire
import Identifiers
import JSON
import LocalPlatform
import ServiceRuntime

/// One client: it asks for bookings that others want too, goes on with its own, asks again under a key that was
/// answered, reads what was acknowledged, and insists on an answer to all of it.
// Safety: used on the loop only.
final class ChaosClient: @unchecked Sendable {
    private let number: Int
    private let load: ChaosLoad
    private var chance: Chance
    private var made = 0
    /// What is this client's and not cancelled: key and id.
    private var own: [(key: String, id: String)] = []

    init(_ number: Int, _ load: ChaosLoad, _ chance: Chance) {
        (self.number, self.load, self.chance) = (number, load, chance)
    }

    func run() async throws {
        while !load.isOver {
            switch chance.below(10) {
            case 0...4: try await create()
            case 5: try await repeatCreate()
            case 6: try await move("submit")
            case 7: try await move("approve")
            case 8: try await cancel()
            default: try await read()
            }
        }
    }

    private func create() async throws {
        made += 1
        let key = "chaos-\(number)-\(made)"
        let window = chance.below(ChaosLimits.windows)
        let body = load.booking(key, at: chance.one(of: load.venues), window: window)
        load.history.asked[key] = ClientHistory.Asked(key: key)
        load.bodies[key] = body
        let answer = try await load.insist("/bookings", body, key: key)
        load.history.creates += 1
        switch answer.status {
        case 201:
            guard case .string(let id)? = answer.body["id"] else { throw ChaosFault("no id in \(answer.body)") }
            load.history.asked[key]?.id = id
            own.append((key, id))
        case 409:
            load.history.conflicts += 1
            load.history.asked[key]?.isRefused = true
        default: load.contradict("a booking was answered with \(answer)")
        }
    }

    private func repeatCreate() async throws {
        guard !own.isEmpty else { return try await create() }
        let (key, id) = chance.one(of: own)
        guard let body = load.bodies[key] else { return }
        let answer = try await load.insist("/bookings", body, key: key)
        if answer.status != 201 || answer.body["id"] != .string(id) {
            load.contradict("\(key) gave \(id) and then \(answer)")
        }
    }

    /// A move that the booking's state may refuse; what is acknowledged is found in the database.
    private func move(_ verb: String) async throws {
        guard !own.isEmpty else { return try await create() }
        let (key, id) = chance.one(of: own)
        let answer = try await load.insist("/bookings/\(id)/\(verb)", nil, key: "\(key)-\(verb)")
        if answer.status != 200, !answer.isRefusal { load.contradict("\(verb) of \(id): \(answer)") }
    }

    private func cancel() async throws {
        guard own.count > 3 else { return try await create() }
        let index = chance.below(own.count)
        let (key, id) = own[index]
        let answer = try await load.insist("/bookings/\(id)/cancel", ["reason": "chaos"], key: "\(key)-cancel")
        guard answer.status == 200 else {
            if !answer.isRefusal { load.contradict("cancel of \(id): \(answer)") }
            return
        }
        load.history.asked[key]?.isCancelled = true
        own.remove(at: index)
    }

    private func read() async throws {
        guard !own.isEmpty else { return try await create() }
        let (_, id) = chance.one(of: own)
        let answer = try await load.insist("/bookings/\(id)", nil, key: nil)
        if answer.status != 200 || answer.body["id"] != .string(id) {
            load.contradict("\(id) was acknowledged and is answered with \(answer.status)")
        }
    }
}
