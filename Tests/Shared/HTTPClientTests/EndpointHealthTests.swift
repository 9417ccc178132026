import EventLoop
import Testing

@testable import HTTPClient

@Suite("Endpoint health")
struct EndpointHealthTests {
    private let limits = UpstreamLimits()

    private func at(_ seconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 0) + .seconds(1_000_000 + seconds)
    }

    private func fail(_ health: inout EndpointHealth, at second: Int, mayEject: Bool) -> Bool {
        health.failed(at: at(second), mayEject: mayEject, limits: limits)
    }

    /// Fails until the endpoint is ejected, and says for how many seconds.
    private func eject(_ health: inout EndpointHealth, at second: Int) -> Int? {
        for _ in 0..<limits.failuresToEject
        where fail(&health, at: second, mayEject: true) {
            return (0...1000).first { health.takesRequests(at: at(second + $0)) }
        }
        return nil
    }

    @Test("one failure less than the limit ejects nothing, and a success begins the count anew")
    func countsInRow() {
        var health = EndpointHealth()
        for _ in 0..<3 {
            for _ in 1..<limits.failuresToEject {
                #expect(!fail(&health, at: 0, mayEject: true))
            }
            health.succeeded(at: at(0))
        }
        #expect(eject(&health, at: 0) == 30)
        #expect(!health.isHealthy)
    }

    @Test("an ejection ends with one probe, and its success with health")
    func probes() {
        var health = EndpointHealth()
        #expect(eject(&health, at: 0) == 30)
        #expect(!health.takesRequests(at: at(29)))
        #expect(health.takesRequests(at: at(30)))
        health.began()
        #expect(!health.takesRequests(at: at(31)), "one probe at a time")
        health.succeeded(at: at(32))
        #expect(health.isHealthy)
    }

    @Test("each failed probe doubles the ejection, up to the longest")
    func doubles() {
        var health = EndpointHealth()
        #expect(eject(&health, at: 0) == 30)
        var second = 30
        for expected in [60, 120, 240, 300, 300] {
            health.began()
            #expect(fail(&health, at: second, mayEject: false))
            #expect(health.takesRequests(at: at(second + expected)))
            #expect(!health.takesRequests(at: at(second + expected - 1)))
            second += expected
        }
    }

    @Test("an endpoint that fails soon after it came back is ejected for longer, one that worked long is not")
    func remembers() {
        var health = EndpointHealth()
        #expect(eject(&health, at: 0) == 30)
        health.began()
        health.succeeded(at: at(30))
        #expect(eject(&health, at: 40) == 60)
        health.began()
        health.succeeded(at: at(100))
        #expect(eject(&health, at: 161) == 30)
    }

    @Test("a probe that says nothing lets another one probe at once")
    func undecided() {
        var health = EndpointHealth()
        #expect(eject(&health, at: 0) == 30)
        health.began()
        health.undecided(at: at(31))
        #expect(health.takesRequests(at: at(31)))
        #expect(!health.isHealthy)
    }

    @Test("requests that were under way when the endpoint was ejected change nothing")
    func latecomers() {
        var health = EndpointHealth()
        #expect(eject(&health, at: 0) == 30)
        #expect(!fail(&health, at: 10, mayEject: true))
        health.succeeded(at: at(11))
        #expect(health.state == .ejected(until: at(30)))
    }

    @Test("an endpoint that may not be ejected goes on, and is ejected by the first failure after it may")
    func held() {
        var health = EndpointHealth()
        for _ in 0..<10 { #expect(!fail(&health, at: 0, mayEject: false)) }
        #expect(health.isHealthy)
        #expect(fail(&health, at: 0, mayEject: true))
    }

    @Test("retries are a share of the requests, with a few saved up")
    func budget() {
        var budget = RetryBudget(percent: 20, savedMax: 10)
        var granted = 0
        for _ in 0..<10 where budget.spend() { granted += 1 }
        #expect(granted == 10)
        var isGranted = budget.spend()
        #expect(!isGranted)
        for _ in 0..<1000 {
            budget.earn()
            if budget.spend() { granted += 1 }
        }
        #expect(granted == 10 + 200)
        for _ in 0..<1000 { budget.earn() }
        granted = 0
        isGranted = true
        while isGranted {
            isGranted = budget.spend()
            if isGranted { granted += 1 }
        }
        #expect(granted == 10)
    }

    @Test("without a budget nothing is retried")
    func noBudget() {
        var budget = RetryBudget(percent: 0, savedMax: 10)
        budget.earn()
        let isGranted = budget.spend()
        #expect(!isGranted)
    }
}
