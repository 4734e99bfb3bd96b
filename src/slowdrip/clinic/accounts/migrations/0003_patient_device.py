from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_device_sound'),
    ]

    operations = [
        migrations.AlterField(
            model_name='device',
            name='kind',
            field=models.CharField(choices=[('tablet', 'Tablet'), ('station', 'Station'), ('wall', 'Wall'), ('phone', 'Phone'), ('patient', 'Patient')], max_length=12),
        ),
    ]
