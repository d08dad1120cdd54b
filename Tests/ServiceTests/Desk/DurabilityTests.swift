import JSON
import Postgres
import PostgresTesting
import Testing
import Vault

@testable import ContractService

/// What is answered with success survives the loss of the primary, where a synchronous standby is asked for.
@Suite(.timeLimit(.minutes(10))) struct DurabilityTests {
    static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]

    @Test(arguments: [true, false])
    func `while the standby is away nothing is confirmed, by no retry and after no restart; then what is answered is there`(
        failsOver: Bool
    ) async throws {
        let key = MasterKey.random()
        try await withReplicatedServer(prepare: ServiceOnServer.prepare) { server in
            let first = try await ServiceOnServer(on: server.configuration, masterKey: key)
            let contract = try await first.contracts.affiliated(
                .affiliation(["holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Ollivier"]]]))
            let readiness = await first.contracts.settledReadiness()
            #expect(readiness.isReady && readiness.durability == ["flushed": true, "synchronousStandbys": 1])

            try server.standby.stop()
            let restarted = try await first.cancellingWaits {
                let service = first.contracts
                for _ in 1...2 {
                    #expect(await service.outcome(.declarePay, Self.pay, of: contract, key: "k").word == "outcome unknown")
                }
                let restarted = try await ServiceOnServer(on: server.configuration, masterKey: key)
                for service in [service, restarted.contracts] {
                    // A replay, a new fact without a key and with one, a refusal: none is confirmed.
                    #expect(await service.outcome(.declarePay, Self.pay, of: contract, key: "k").word == "outcome unknown")
                    #expect(await service.outcome(.declarePay, Self.pay, of: contract).word == "outcome unknown")
                    #expect(await service.outcome(.declarePay, Self.pay, of: contract, key: "l").word == "outcome unknown")
                    #expect(await service.outcome(.affiliate, .affiliation(), of: contract).word == "outcome unknown")
                    #expect(await Outcome { try await service.setPerson(.holder, of: contract, to: [:]) }.word == "outcome unknown")
                    let line = SpokenLine(contract: contract, command: .declarePay, body: Self.pay, key: "k").line(1)
                    let answers = try await service.submitAll([line], caller: "clerk")
                    #expect(answers.map { Outcome($0.outcome).word } == ["outcome unknown"])
                    // A verdict is shared for a while.
                    while await service.readiness().isReady { await Task.yield() }
                    #expect(await service.settledReadiness().detail == "no synchronous standby confirms what is written")
                }
                return restarted
            }

            if failsOver {
                try await server.failOver()
                let after = try await ServiceOnServer(on: server.standby.configuration, masterKey: key)
                #expect(try await after.contracts.version(of: contract) == 1)
                #expect(try await after.contracts.person(.holder, of: contract).content == ["familyName": "Ollivier"])
                #expect(await after.contracts.outcome(.declarePay, Self.pay, of: contract, key: "k").word == "accepted")
                await after.close()
            } else {
                try server.standby.start()
                for service in [first.contracts, restarted.contracts] {
                    #expect(await service.outcome(.declarePay, Self.pay, of: contract, key: "k").word == "replayed")
                    #expect(await service.outcome(.affiliate, .affiliation(), of: contract).word == "contract.alreadyAffiliated")
                    // What was told under "k" and under "l" once, what was told without a key by each service.
                    #expect(try await service.version(of: contract) == 5)
                }
            }
            await restarted.close()
            await first.close()
        }
    }

    @Test func `a standby that is awaited for ever holds nobody up for ever`() async throws {
        let key = MasterKey.random()
        try await withReplicatedServer(prepare: ServiceOnServer.prepare) { server in
            let made = try await ServiceOnServer(on: server.configuration, masterKey: key, patience: .seconds(5))
            let service = made.contracts
            let contract = ContractID.new()
            #expect(await ["accepted", "replayed"].contains(service.settled(.affiliate, .affiliation(), of: contract, key: "a").word))
            try server.standby.stop()
            // On a busy machine the patience may end before anything is sent.
            for _ in 1...2 {
                var word = ""
                repeat { word = await service.outcome(.declarePay, Self.pay, of: contract, key: "k").word } while word == "unavailable"
                #expect(word == "outcome unknown")
            }
            let line = SpokenLine(contract: contract, command: .declarePay, body: Self.pay, key: "k")
            var words: [String] = []
            repeat {
                words = try await service.submitAll([line.line(1), line.line(2)], caller: "clerk").map { Outcome($0.outcome).word }
            } while words.first == "unavailable"
            #expect(words == ["outcome unknown", "unavailable"])
            #expect(await !service.readiness().isReady)
            try server.standby.start()
            #expect(await service.settled(.declarePay, Self.pay, of: contract, key: "k").word == "replayed")
            #expect(try await service.settledVersion(of: contract) == 2)
            await made.close()
        }
    }
}
