// The owner's manual in German.
import type { Texts } from '../en/index.ts';

export const help: Texts['help'] = {
  title: 'Handbuch',
  intro: 'Elf kurze Seiten zu allem, was Sie mit Ihren Karten tun.',
  back: 'Zu Ihren Seiten',
  contents: 'Alle Seiten des Handbuchs',
  next: 'Weiter:',
  pages: {
    firstCard: {
      title: 'Ihre erste Karte',
      text: 'Eine Karte sieht aus und arbeitet, wie Sie es wollen. Sie beginnen damit, wofür sie da ist; alles andere lässt sich später ändern.',
      steps: [
        'Öffnen Sie Karten, und drücken Sie „Neue Karte“.',
        'Wählen Sie, was es werden soll: Stempelkarte, Punktekarte, Geschenkkarte, Eintrittskarte, Gutschein oder Mitgliedskarte.',
        'Geben Sie den Namen Ihres Geschäfts an, ein Logo, wenn Sie eines haben, und Ihre Hauptfarbe. Die Schrift auf der Karte bekommt eine Farbe, die sich darauf gut liest.',
        'Drücken Sie „Karte erstellen“. Ihre Regeln laufen sofort, und noch hat sie niemand.',
      ],
      picture: 'Die Seite für neue Karten mit sechs gezeichneten Karten zur Auswahl.',
      more: [
        'Unter Gestaltung ändern Sie, was auf der Karte steht: Felder, Texte, Farben und Bilder. Neben dem Formular ist die Karte gezeichnet, wie Telefone sie zeigen.',
        'Auch die Beispiele weiter unten auf der Seite sind Karten. Eine .pkpass-Datei eines anderen Dienstes oder die Datei einer Karte von hier wird ebenfalls zur Karte; ihre Regeln sind angehalten, bis Sie sie gelesen haben.',
        'Damit Telefone Ihre Karten annehmen, braucht dieser Server ein Zertifikat von Apple: siehe Einstellungen.',
      ],
    },
    rules: {
      title: 'Regeln',
      text: 'Regeln sagen, was mit einer Karte von selbst geschieht: wenn sie gescannt wird, wenn das Formular abgeschickt wird, wenn sie auf ein Telefon kommt.',
      steps: [
        'Öffnen Sie die Karte, dann Regeln.',
        'Drücken Sie „Rezepte“ für das, was die meisten Geschäfte wollen: Stempelkarte, Punkte mit Stufen, Eintrittskarte für ein Mal. Jedes stellt ein paar Fragen und zeigt in Sätzen, was es hinzufügt.',
        'Oder fügen Sie eine eigene Regel hinzu: wann sie gilt, nur unter welcher Bedingung, und was dann getan wird.',
        'Die Regeln eines Ereignisses gelten von oben nach unten. Was die erste ändert, sieht die nächste.',
      ],
      picture: 'Die Regeln, die ein Rezept einer Karte hinzufügt, in Sätzen.',
      more: [
        'In Texten können Werte der Karte stehen. Drücken Sie „Wert einfügen“, und wählen Sie einen: Er steht als Marke im Text, und jeder Kunde sieht seinen eigenen Wert.',
        'Eine Regel kann alles mit einer Meldung aufhalten. Dann geschieht nach ihr nichts mehr, und die Kasse zeigt die Meldung.',
        'Was Sie ändern, ist ein Entwurf. Probieren Sie ihn zuerst aus; kein Telefon hat ihn, bevor Sie ihn veröffentlichen.',
      ],
    },
    tryOut: {
      title: 'Ausprobieren',
      text: 'Bevor jemand eine Änderung hat, sehen Sie, was sie tut: mit jedem Kunden, jedem Wert und beliebig vielen Scans.',
      steps: [
        'Öffnen Sie die Karte, dann Ausprobieren.',
        'Wählen Sie eine neue Karte oder einen Kunden, und was geschieht, etwa ein Scan.',
        'Wählen Sie, ob der Entwurf oder die veröffentlichte Karte ausprobiert wird, und drücken Sie den Knopf.',
        'Lesen Sie, was jede Regel getan hat, und warum sie nichts getan hat: welchen Wert sie sah, und welchen sie wollte.',
      ],
      picture: 'Ein Versuch: die Karte vorher und nachher, und jede Regel mit dem, was sie sah.',
      more: [
        'Bei einem Versuch wird nichts gespeichert, gesendet oder auf Telefone gebracht. Was ein anderes Programm erfahren hätte, wird stattdessen gezeigt.',
        'Die Adresse der Seite merkt sich, was Sie gewählt haben; Sie können sie also jemandem schicken.',
        'Ein Versuch, der immer gleich ausgehen soll, lässt sich als Prüfung behalten. Prüfungen laufen bei jedem Veröffentlichen.',
      ],
    },
    publish: {
      title: 'Veröffentlichen und zurückgehen',
      text: 'Was Sie ändern, ist ein Entwurf neben der Karte, die Ihre Kunden haben. Beim Veröffentlichen wird er zur nächsten Fassung.',
      steps: [
        'Öffnen Sie die Karte. Solange es einen Entwurf gibt, sagt jede ihrer Seiten, wie viele Änderungen er hat.',
        'Drücken Sie „Ansehen und veröffentlichen“, und lesen Sie die Änderungen in Sätzen.',
        'Schreiben Sie, wenn Sie mögen, dazu, worum es geht.',
        'Wählen Sie, ob Telefone jetzt davon erfahren oder es still bekommen, und veröffentlichen Sie.',
      ],
      picture: 'Die Seite, die einen Entwurf veröffentlicht, mit seinen Änderungen in Sätzen.',
      more: [
        'Zwei Leute können an einer Karte arbeiten: Wer als Zweiter speichert, erfährt, wer sie geändert hat, und nichts geht verloren.',
        'Der Verlauf nennt jede Fassung mit Verfasser und Notiz. Vergleichen Sie zwei davon, oder holen Sie eine alte als Entwurf zurück.',
        'Was Kunden Eigenes haben, etwa ihre Punkte, bleibt durch alle Fassungen.',
      ],
    },
    giveAway: {
      title: 'Karten verteilen',
      text: 'Ein Link macht jedem, der ihn öffnet, eine Karte. Für Leute, die Sie kennen, gibt es persönliche Links.',
      steps: [
        'Öffnen Sie die Karte, dann Verteilen.',
        'Kopieren Sie den Link, oder drucken Sie das Plakat mit dem Code und stellen Sie es neben die Kasse.',
        'Für viele Kunden wählen Sie eine Tabelle mit einer Zeile für jeden, als CSV-Datei.',
        'Sagen Sie, welche Spalte welcher Wert ist, sehen Sie nach, was an einzelnen Zeilen nicht stimmt, und machen Sie die Links oder die Karten.',
      ],
      picture: 'Die Seite zum Verteilen einer Karte: Link, Code, Plakat und Tabelle.',
      more: [
        'Ein persönlicher Link macht eine Karte, wie oft er auch geöffnet wird.',
        'Mit einem Mailserver in den Einstellungen lassen sich die Links von hier verschicken, langsam genug für den Server.',
        'Ein Telefon ohne Apple Wallet zeigt die Karte als Seite mit ihrem Code.',
      ],
    },
    customers: {
      title: 'Kunden',
      text: 'Alle, die eine Karte von Ihnen haben, stehen in einer Liste, mit allem, was damit geschehen ist.',
      steps: [
        'Öffnen Sie Kunden, und geben Sie ein, was Sie wissen: einen Namen, eine E-Mail-Adresse, eine Nummer auf der Karte.',
        'Öffnen Sie den Kunden. Sie sehen die Karte, wie sie jetzt aussieht, auf welchen Telefonen sie ist, und was alles geschehen ist.',
        'Berichtigen Sie einen Wert, schreiben Sie dazu, warum, wenn Sie mögen, und speichern Sie. Die Karte auf dem Telefon ändert sich von selbst.',
      ],
      picture: 'Ein Kunde: die gezeichnete Karte, die Werte zum Berichtigen und was geschehen ist.',
      more: [
        'Jedes Ereignis sagt in einem Satz, was es getan hat. „Warum“ zeigt, welche Regel gegolten hat, welche nicht, und weshalb.',
        'Ein Scan, der ein Versehen war, lässt sich dort zurücknehmen.',
        'Eine Karte kann ungültig gemacht oder mit allem, was dazugehört, gelöscht werden. Beides fragt auf einer eigenen Seite nach.',
      ],
    },
    tills: {
      title: 'Kassen',
      text: 'Eine Kasse ist ein Telefon oder Tablet, das Karten scannt. Sie braucht kein Passwort von Ihnen und lässt sich jederzeit aussperren.',
      steps: [
        'Öffnen Sie Kassen, und drücken Sie den Knopf für eine neue.',
        'Geben Sie ihr einen Namen, und wählen Sie, welche Karten sie scannt und was sie sonst noch darf.',
        'Öffnen Sie den Code auf dem Gerät mit der Kamera. Er gilt ein Mal und zehn Minuten lang.',
        'Scannen Sie eine Karte: Das Gerät sagt, was die Regeln sagen, in der Farbe der Regel.',
      ],
      picture: 'Die Seite der Kassen mit jedem Gerät und seinem letzten Scan.',
      more: [
        'Ohne Netz warten Scans auf dem Gerät und werden später gesendet.',
        'Ist das Telefon eines Kunden leer, lässt sich seine Karte über den Namen finden, wenn die Kasse das darf.',
        'Sperren Sie ein verlorenes Gerät aus: Es kann dann nichts mehr scannen, und was auf ihm wartet, zählt nicht. Was es gescannt hat, bleibt.',
      ],
    },
    news: {
      title: 'Neues',
      text: 'Ein Text auf der Rückseite aller Karten, den Telefone auf dem Sperrbildschirm zeigen, wenn er sich ändert.',
      steps: [
        'Öffnen Sie die Karte, dann Neues.',
        'Schreiben Sie den Text. Daneben steht, was Sperrbildschirme sagen werden.',
        'Drücken Sie den Knopf, der sagt, an wie viele Telefone es geht.',
      ],
      picture: 'Die Seite für Neues mit dem Text und dem, was Sperrbildschirme sagen werden.',
      more: [
        'Hat die Karte noch keinen Text für Neues, bietet die Seite an, eines ihrer Felder zu wählen oder eines hinzuzufügen.',
        'Karten, die dort einen eigenen Text haben, behalten ihn, und die Seite sagt, wie viele es sind.',
        'Telefone erfahren es binnen Sekunden; ein ausgeschaltetes erfährt es später. Die Seite zeigt, wie weit es ist.',
        'Neues geht sofort hinaus und wartet nicht auf einen Entwurf.',
      ],
    },
    people: {
      title: 'Personen',
      text: 'Wer mit Ihnen arbeitet, bekommt eine eigene Anmeldung und sieht nur, was nötig ist.',
      steps: [
        'Öffnen Sie Einstellungen, dann Personen.',
        'Geben Sie die E-Mail-Adresse ein, und wählen Sie eine Rolle.',
        'Schicken Sie die Einladung, oder kopieren Sie den Link. Wer ihn öffnet, wählt ein Passwort.',
      ],
      picture: 'Die Seite der Personen mit der Rolle jeder Person und den Einladungen.',
      more: [
        'Wer an der Theke arbeitet, scannt und schlägt Kunden nach. Eine Leitung berichtigt außerdem Werte, verteilt Karten und schickt Neues. Wer entwickelt, ändert auch Aussehen und Regeln. Wem das Konto gehört, darf alles.',
        'Ändern Sie eine Rolle oder entfernen Sie jemanden jederzeit: Es gilt ab der nächsten Seite, die geöffnet wird.',
        'Die Liste der Änderungen sagt, wer was wann getan hat.',
      ],
    },
    settings: {
      title: 'Einstellungen',
      text: 'Was dieser Server ein Mal braucht: ein Zertifikat von Apple, einen Mailserver und ein eigenes Aussehen.',
      steps: [
        'Öffnen Sie Einstellungen, dann das Zertifikat. Laden Sie die Anforderung herunter, bei Apple hoch, und bringen Sie die Datei zurück, die Apple Ihnen gibt.',
        'Bringen Sie eine Testkarte auf Ihr Telefon: Nimmt das Telefon sie an, gilt das Zertifikat.',
        'Geben Sie unter E-Mail die Adresse Ihres Mailservers an, und schicken Sie sich eine E-Mail.',
        'Geben Sie unter Aussehen Logo und Farbe für die Seiten an, die Kunden sehen.',
      ],
      picture: 'Die Seite des Zertifikats mit ihren Schritten.',
      more: [
        'Der Server schreibt Ihnen, bevor das Zertifikat endet. Es zu erneuern ändert keine Karte.',
        'Sichern Sie regelmäßig: Die Seite des Servers macht eine Sicherung und bietet sie zum Herunterladen an. Verwahren Sie sie auf einem anderen Rechner; sie enthält alles und ist geheim.',
        'Programme benutzen Schlüssel, die eine eigene Seite haben. Geben Sie jedem Programm seinen, und widerrufen Sie ihn, wenn es geht.',
        'Ein Assistent (ein Chatprogramm, das MCP spricht) kann eine Karte bauen und sagen, warum eine Regel nicht galt, sobald auf dem Server MCP=on gesetzt ist. Sein Schlüssel sagt, ob er nur liest, auch Entwürfe schreibt oder auch veröffentlicht.',
      ],
    },
    google: {
      title: 'Telefone mit Android',
      text: 'Google Wallet enthält dieselben Karten mit denselben Werten und denselben Regeln. Sie gestalten eine Karte ein Mal.',
      steps: [
        'Melden Sie sich als Aussteller der Google Wallet API an. Das kostet nichts, und Google zeigt Ihnen dann Ihre Aussteller-ID.',
        'Legen Sie in der Google-Cloud-Konsole ein Dienstkonto an und einen Schlüssel dafür, den der Browser als Datei herunterlädt.',
        'Laden Sie das Dienstkonto in der Konsole von Google Wallet als Entwickler ein.',
        'Öffnen Sie Einstellungen, dann Google Wallet. Geben Sie Aussteller-ID und Datei an, und fragen Sie Google, ob es geht.',
      ],
      picture: 'Die Seite von Google Wallet mit ihren Schritten und dem Formular.',
      more: [
        'Auf einem Telefon mit Android sehen Kunden dann „Zu Google Wallet hinzufügen“, wo iPhones die Taste von Apple haben. Ohne Aussteller bekommen sie eine Seite mit dem Code, die auf den Startbildschirm passt.',
        'Eine Änderung kommt auf beiden Arten von Telefonen in Sekunden an. Google zeigt je Karte höchstens drei Mitteilungen am Tag.',
        'Google ordnet Karten auf eigene Art an: ein Bild, bis zu neun Felder auf der Vorderseite, die anderen darunter. Das Design einer Karte sagt an jedem Feld, was Google nicht zeigt.',
        'Google holt die Bilder von diesem Server, deshalb muss seine Adresse öffentlich sein.',
        'Bis Google Ihr Konto freigibt, können nur Menschen, die Sie dort als Tester nennen, Karten hinzufügen.',
      ],
    },
  },
};
