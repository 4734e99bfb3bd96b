import django.db.models.deletion
import slowdrip.clinic.record.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_patient_device'),
        ('infusion', '0004_oncall'),
        ('record', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PatientScreen',
            fields=[
                ('id', models.UUIDField(default=slowdrip.clinic.record.tables.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind_before', models.CharField(max_length=12)),
                ('given_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='infusion.chair')),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.clinic')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.device')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.actor')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.actor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_at__isnull', True)), fields=('clinic', 'device'), name='given_once_at_a_time')],
            },
        ),
    ]
