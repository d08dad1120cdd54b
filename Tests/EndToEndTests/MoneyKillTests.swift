import Glibc
import JSON
import Testing

/// Services and their databases are killed amid what the bank says and what goes to the bank, again and again: nothing is half visible, and nothing is there twice.
///
/// `MAINTIEN_KILLS=25 swift test --filter MoneyKillTests` kills more often than the suite does.
@Suite(.serialized, .timeLimit(.minutes(10))) struct MoneyKillTests {
    // MARK: Files of the bank

    /// Sends a file once.
    ///
    /// - Returns: the answer, or nil if there is none: the file is recorded once or not at all.
    private func send(_ message: BankMessage, to serving: Serving) async throws -> JSON? {
        let reply = try? await serving.connect().send("POST", "/v1/bank-files", message.bytes, of: "application/xml")
        // 429: the service still reads the file whose sender is gone.
        guard let reply, reply.status != 503, reply.status != 429 else { return nil }
        #expect(reply.status == 200, "\(reply)")
        return reply.body
    }

    /// Sends a file until it is answered.
    private func settle(_ message: BankMessage, on serving: Serving) async throws -> JSON {
        while true { if let answer = try await send(message, to: serving) { return answer } }
    }

    /// How many events there are after a position, as a reader sees it over and over until it is cancelled or the service is gone.
    private func numbersSeen(after position: Int, on serving: Serving) async -> Set<Int> {
        var numbers: Set<Int> = []
        let connection = serving.connect()
        while !Task.isCancelled, let reply = try? await connection.send("GET", "/v1/events?after=\(position)&limit=1000") {
            if let events = reply.body.array { numbers.insert(events.count) }
        }
        return numbers
    }

    /// Sends a file, and kills amid it.
    ///
    /// - Returns: the answers that came, and how many of its events readers saw.
    private func send(
        _ message: BankMessage, to service: inout KilledService, after position: Int, _ plan: inout KillPlan, within usual: Duration
    ) async throws -> (answers: [JSON], seen: Set<Int>) {
        var (answers, seen): ([JSON], Set<Int>) = ([], [])
        // A file that was killed once is killed again, or not.
        repeat {
            let (victim, moment) = plan.next(within: usual)
            let serving = service.serving
            let reading = Task { await numbersSeen(after: position, on: serving) }
            let sending = Task { try await send(message, to: serving) }
            try await Task.sleep(for: moment)
            try await service.kill(victim)
            if let answer = try await sending.value { answers.append(answer) }
            reading.cancel()
            seen.formUnion(await reading.value)
            let number = try await Debtors.events(after: position, on: service.serving).count
            seen.insert(number)
            print("\(victim) killed at \(moment / usual): \(number > 0 ? "" : "not ")recorded, \(answers.isEmpty ? "not " : "")answered")
        } while answers.isEmpty && plan.left > 0 && Bool.random(using: &plan.random)
        return (answers, seen)
    }

    /// Checks what was recorded of a file.
    private func check(_ events: [BankEvent], of message: BankMessage, files: Set<String>) {
        func texts(_ type: String, _ field: String) -> [String] { events.filter { $0.type == type }.compactMap { $0.data[field]?.string } }
        #expect(texts("directDebitReturned", "endToEndId").sorted() == message.returned.sorted())
        #expect(texts("paymentRecorded", "reference").sorted() == message.credits.sorted())
        // The bank has the files: that is learnt once of each.
        let handedOver = texts("directDebitFileHandedOver", "file")
        #expect(Set(handedOver).count == handedOver.count && files.isSuperset(of: handedOver))
        let kept = events.filter { $0.type == "bankLinesUnmatched" }.compactMap { $0.data["lines"]?.array?.count }
        #expect(kept.reduce(0, +) == message.unmatched)
        #expect(events.count == message.recorded + handedOver.count + kept.count)
    }

    /// The two files that the bank sends of a run: after both each debit is back.
    private func messages(of run: Debtors.Run) -> [BankMessage] {
        let debits = run.debits.map(\.id)
        let some = debits.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let notification = BankMessage(
            returning: some, crediting: run.files, named: "NTF-\(run.number)", on: run.asOf, isOpen: run.isCollected)
        return [
            notification,
            BankMessage(rejecting: debits, but: notification.returned, named: "STS-\(run.number)", on: run.asOf),
        ]
    }

    /// Debits are collected on the day of their run, if banks are open: then the bank credits and returns them at once.
    private static let collectedAtOnce: [String: JSON] = [
        "preNotificationDays": 0, "collectionDay": 1, "directDebitsPerFile": 8, "representations": 100,
    ]

    @Test(arguments: KilledService.Place.allCases)
    func `a bank's file is recorded once and never in part, whatever is killed amid it`(place: KilledService.Place) async throws {
        var plan = KillPlan(kills: 4, for: "files of the bank, \(place)")
        try await KilledService.run(in: place, changing: Self.collectedAtOnce) { service in
            var debtors = try await Debtors(160, on: service.serving)
            var (returns, credits): ([String], [String]) = ([], [])
            var usual: [Duration] = []
            while usual.isEmpty || plan.left > 0 {
                let run = try await debtors.run(on: service.serving)
                for (place, message) in messages(of: run).enumerated() {
                    var (answers, seen): ([JSON], Set<Int>) = ([], [])
                    if usual.count > place {
                        if plan.left > 0 {
                            (answers, seen) = try await send(message, to: &service, after: debtors.position, &plan, within: usual[place])
                        }
                        answers.append(try await settle(message, on: service.serving))
                    } else {
                        // Nothing is killed amid the first, and a reader slows it down like the others.
                        let serving = service.serving
                        let reading = Task { [position = debtors.position] in await numbersSeen(after: position, on: serving) }
                        let timed = try await KillPlan.timed { try await settle(message, on: serving) }
                        answers.append(timed.value)
                        usual.append(timed.usual)
                        reading.cancel()
                        seen = await reading.value
                    }
                    let events = try await Debtors.events(after: debtors.position, on: service.serving)
                    check(events, of: message, files: Set(run.files))
                    #expect(seen.isSubset(of: [0, events.count]), "\(seen) of \(events.count) events")
                    // Sent again, it records nothing.
                    answers.append(try await settle(message, on: service.serving))
                    for (place, answer) in answers.enumerated() {
                        // The answer to the sending that recorded it can be lost.
                        let isFirst = place == 0 && answer["recorded"] != 0
                        #expect(answer["recorded"]?.integer == (isFirst ? message.recorded : 0), "\(place)")
                        #expect(answer["repeated"]?.integer == message.repeated + (isFirst ? 0 : message.recorded), "\(place)")
                        #expect(answer["unmatched"]?.array?.count == message.unmatched)
                    }
                    try await debtors.pass(events, on: service.serving)
                    returns += message.returned
                    credits += message.credits
                }
            }
            try await debtors.check(returns: returns, credits: credits, on: service.serving)
            _ = try await service.verify()
        }
    }

    // MARK: Files for the bank

    /// What is said of a file of direct debits.
    private struct FileOrder {
        let file: String
        let isHandOver: Bool
        let key: String?
        let on: String

        var event: String { isHandOver ? "directDebitFileHandedOver" : "directDebitFileWithdrawn" }
        /// How it is refused once it is recorded.
        var refusal: (status: Int, rule: JSON) { isHandOver ? (409, "file.alreadyHandedOver") : (422, "file.withdrawn") }

        /// Sends it once.
        ///
        /// - Returns: the answer, or nil if there is none: it is recorded once or not at all.
        func send(to serving: Serving) async -> HTTPConnection.Reply? {
            let path = "/v1/direct-debit-files/\(file)/\(isHandOver ? "hand-over" : "withdraw")"
            let headers = key.map { ["Idempotency-Key": $0] } ?? [:]
            let reply = try? await serving.connect().send("POST", path, ["on": .string(on)], headers: headers)
            return reply?.status == 503 ? nil : reply
        }

        /// Sends it until it is answered.
        func settle(on serving: Serving) async -> HTTPConnection.Reply {
            while true { if let reply = await send(to: serving) { return reply } }
        }

        /// Checks the answers, of which each may be the first, and the one event.
        func check(_ answers: [HTTPConnection.Reply], _ events: [BankEvent]) {
            #expect(events.map(\.type) == [event] && events.first?.data["file"]?.string == file, "\(events)")
            let successes = answers.filter { $0.status == 201 }
            #expect(successes.allSatisfy { $0.body["position"]?.integer == events.first?.position && $0.body == successes.first?.body })
            if key != nil { return #expect(successes.count == answers.count, "\(answers)") }
            #expect(successes.count <= 1)
            let refusals = answers.count { $0.status == refusal.status && $0.body["rule"] == refusal.rule }
            #expect(refusals == answers.count - successes.count, "\(answers)")
        }
    }

    @Test(arguments: KilledService.Place.allCases)
    func `a file is handed over or withdrawn once, whatever is killed amid it`(place: KilledService.Place) async throws {
        var plan = KillPlan(kills: 4, for: "files for the bank, \(place)")
        try await KilledService.run(in: place, changing: ["directDebitsPerFile": 2, "representations": 100]) { service in
            var debtors = try await Debtors(24, on: service.serving)
            var returns: [String] = []
            var usual: Duration?
            while usual == nil || plan.left > 0 {
                let run = try await debtors.run(on: service.serving)
                var withdrawn: Set<String> = []
                for file in run.files where usual == nil || plan.left > 0 {
                    let order = FileOrder(
                        file: file, isHandOver: Bool.random(using: &plan.random),
                        key: Bool.random(using: &plan.random) ? "order-\(file)" : nil, on: run.asOf)
                    if !order.isHandOver { withdrawn.insert(file) }
                    var answers: [HTTPConnection.Reply] = []
                    if let usual {
                        let (victim, moment) = plan.next(within: usual)
                        let serving = service.serving
                        let sending = Task { await order.send(to: serving) }
                        let sendingToo = Task { await order.send(to: serving) }
                        try await Task.sleep(for: moment)
                        try await service.kill(victim)
                        answers = [await sending.value, await sendingToo.value].compactMap(\.self)
                        print("\(victim) killed at \(moment / usual): \(answers.count) of 2 answered")
                    }
                    let timed = await KillPlan.timed { await order.settle(on: service.serving) }
                    answers.append(timed.value)
                    usual = usual ?? timed.usual
                    answers.append(await order.settle(on: service.serving))
                    let events = try await Debtors.events(after: debtors.position, on: service.serving)
                    order.check(answers, events)
                    try await debtors.pass(events, on: service.serving)
                }
                returns += withdrawn
                // All others come back, so that the next run debits all.
                let others = run.files.filter { !withdrawn.contains($0) }
                let debits = run.debits.filter { !withdrawn.contains($0.file) }.map(\.id)
                let message = BankMessage(rejectingFiles: others, of: debits, named: "STS-\(run.number)", on: run.asOf)
                #expect(try await settle(message, on: service.serving)["unmatched"] == [])
                returns += debits
                let events = try await Debtors.events(after: debtors.position, on: service.serving)
                check(events, of: message, files: Set(others))
                try await debtors.pass(events, on: service.serving)
            }
            try await debtors.check(returns: returns, credits: [], on: service.serving)
            _ = try await service.verify()
        }
    }
}
